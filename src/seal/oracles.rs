//! Other people's implementations of the same papers agree with ours: proofs with `ct-merkle`, notes
//! with `signed_note`.

use ct_merkle::{ConsistencyProof, InclusionProof, RootHash, mem_backed_tree::MemoryBackedTree};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use signed_note::{Note as TheirNote, StandardVerifier, VerifierList};

use super::{
    checkpoint::Checkpoint,
    key::{PrivateKey, Use},
    merkle::{self, Growing, Hash},
    note::Note,
};

/// Their tree hashes its leaves itself, as RFC 6962 does.
fn leaf(text: &str) -> Hash {
    let mut sha = Sha256::new();
    sha.update([0x00]);
    sha.update(text.as_bytes());
    sha.finalize().into()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_are_those_of_another_implementation(
        texts in prop::collection::vec(".{0,12}", 1..300),
        of in any::<prop::sample::Index>(),
        grown in any::<prop::sample::Index>(),
    ) {
        let mut theirs = MemoryBackedTree::<Sha256, String>::new();
        let (mut ours, mut leaves) = (Growing::default(), vec![]);
        for text in &texts {
            theirs.push(text.clone());
            leaves.push(leaf(text));
            ours.push(leaf(text));
        }
        let size = texts.len() as u64;
        prop_assert_eq!(ours.root().to_vec(), theirs.root().as_bytes().to_vec());

        let index = of.index(texts.len());
        let path = merkle::inclusion(&leaves[..], index as u64, size).unwrap();
        prop_assert_eq!(path.concat(), theirs.prove_inclusion(index).as_bytes().to_vec());
        let proof = InclusionProof::<Sha256>::try_from_bytes(path.concat()).unwrap();
        let root = RootHash::<Sha256>::new(ours.root().into(), size);
        prop_assert!(root.verify_inclusion(&texts[index], index as u64, &proof).is_ok());

        let old = grown.index(texts.len()) as u64 + 1;
        let path = merkle::consistency(&leaves[..], old, size).unwrap();
        let proof = theirs.prove_consistency((size - old) as usize);
        prop_assert_eq!(path.concat(), proof.as_bytes().to_vec());
        if old < size {
            let old_root = merkle::root(&leaves[..], old).unwrap();
            let old_root = RootHash::<Sha256>::new(old_root.into(), old);
            let proof = ConsistencyProof::<Sha256>::try_from_bytes(path.concat()).unwrap();
            prop_assert!(root.verify_consistency(&old_root, &proof).is_ok());
        }
    }
}

#[test]
fn notes_are_read_and_vouched_for_by_another_implementation() {
    let key = PrivateKey::from_seed("hoso.example", &[9; 32]).unwrap();
    let checkpoint =
        Checkpoint { origin: "hoso.example/so-cai".to_owned(), size: 42, root: [3; 32] };
    let mut note = Note { text: checkpoint.text(), signatures: vec![] };
    key.sign(&mut note);
    let theirs = TheirNote::from_bytes(note.to_string().as_bytes()).unwrap();
    let verifier = StandardVerifier::new(&key.public(Use::Sign).to_string()).unwrap();
    let known = VerifierList::new(vec![Box::new(verifier)]);
    let (vouched, unknown) = theirs.verify(&known).unwrap();
    assert_eq!((vouched.len(), unknown.len()), (1, 0));
    assert_eq!(theirs.to_bytes(), note.to_string().as_bytes());
}
