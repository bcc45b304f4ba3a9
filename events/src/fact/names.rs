//! Which names the facts of a dossier have, as their type says: a list kept by hand would lag.

use std::sync::LazyLock;

use serde::{
    Deserialize as _, Deserializer,
    de::{Error as _, Visitor, value::Error},
    forward_to_deserialize_any,
};

use crate::dossier::DossierEvent;

static NAMES: LazyLock<&[&str]> = LazyLock::new(|| {
    let mut names: &[&str] = &[];
    let _nothing_is_read = DossierEvent::deserialize(Asks(&mut names));
    names
});

/// The stored names of all facts of a dossier.
pub(super) fn of_dossiers() -> &'static [&'static str] {
    *NAMES
}

/// Reads nothing, and takes down which variants were asked for.
struct Asks<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asks<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("only names are asked for"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = variants;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_facts_are_those_of_their_type() {
        let names = of_dossiers();
        assert!(names.contains(&"DossierOpened") && names.contains(&"TransferCancelled"));
        assert!(!names.contains(&"AccountIssued"), "{names:?}");
    }
}
