//! The Merkle tree over the log: its root, and short proofs that a leaf is in it (inclusion) and that
//! it only grew (consistency), as in RFC 6962 section 2.1 and RFC 9162 section 2.1.
//!
//! A tree of `size` leaves is made of complete subtrees; [`Nodes`] gives their roots by level and
//! place. Leaves are hashed elsewhere (`SHA-256(0x00 ‖ entry)`).

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// How many hashes stand in a full tile.
pub const TILE_WIDTH: u64 = 256;
/// How many levels of the tree lie between the hashes of a tile and those of the tile above.
const TILE_LEVELS: u32 = 8;

/// The hash of a node over its two children: `SHA-256(0x01 ‖ left ‖ right)`.
pub fn join(left: &Hash, right: &Hash) -> Hash {
    let mut sha = Sha256::new();
    sha.update([0x01]);
    sha.update(left);
    sha.update(right);
    sha.finalize().into()
}

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The roots of complete subtrees.
pub trait Nodes {
    /// The root of the complete subtree over the leaves `place × 2^level` up to
    /// `(place + 1) × 2^level`; nothing when it is not known.
    fn node(&self, level: u32, place: u64) -> Option<Hash>;
}

impl Nodes for [Hash] {
    fn node(&self, level: u32, place: u64) -> Option<Hash> {
        let width = 1_u64.checked_shl(level)?;
        let start = usize::try_from(place.checked_mul(width)?).ok()?;
        let end = start.checked_add(usize::try_from(width).ok()?)?;
        self.get(start..end).map(complete)
    }
}

/// The root of a power of two of hashes.
fn complete(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            join(&complete(left), &complete(right))
        }
    }
}

/// The root of the first `size` leaves; nothing when a node that is needed is not known.
pub fn root<N: Nodes + ?Sized>(nodes: &N, size: u64) -> Option<Hash> {
    if size == 0 { Some(empty_root()) } else { subtree(nodes, 0, size) }
}

/// The largest power of two below `n`, for `n` of 2 and more.
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The root over the leaves from `start` up to `end`, which lie as subtrees of a tree do.
fn subtree<N: Nodes + ?Sized>(nodes: &N, start: u64, end: u64) -> Option<Hash> {
    let width = end - start;
    if width.is_power_of_two() {
        let level = width.ilog2();
        return nodes.node(level, start >> level);
    }
    let middle = start + split(width);
    Some(join(&subtree(nodes, start, middle)?, &subtree(nodes, middle, end)?))
}

/// The proof that the leaf at `index` (from 0) is in the tree of the first `size` leaves.
pub fn inclusion<N: Nodes + ?Sized>(nodes: &N, index: u64, size: u64) -> Option<Vec<Hash>> {
    if index >= size {
        return None;
    }
    let (mut start, mut end, mut path) = (0, size, vec![]);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(subtree(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(subtree(nodes, start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The proof that the tree of the first `old` leaves is the beginning of the tree of `size`.
pub fn consistency<N: Nodes + ?Sized>(nodes: &N, old: u64, size: u64) -> Option<Vec<Hash>> {
    if old > size {
        return None;
    }
    if old == 0 || old == size {
        return Some(vec![]);
    }
    let (mut start, mut end, mut path) = (0, size, vec![]);
    // Down to the subtree that ends where the old tree ended.
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(subtree(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(subtree(nodes, start, middle)?);
            start = middle;
        }
    }
    if start > 0 {
        path.push(subtree(nodes, start, end)?);
    }
    path.reverse();
    Some(path)
}

/// The root a proof of inclusion leads to (RFC 9162, 2.1.3.2); nothing when it fits no tree of that
/// size.
pub fn root_by_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for beside in path {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            hash = join(beside, &hash);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = join(&hash, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    (last == 0).then_some(hash)
}

/// Whether a leaf is in the tree of this size and root.
pub fn includes(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    root_by_inclusion(leaf, index, size, path).is_some_and(|found| found == *root)
}

/// Whether the tree of `new` leaves begins with the tree of `old` (RFC 9162, 2.1.4.2).
pub fn is_consistent(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    if old_size == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    let whole = old_size.is_power_of_two().then_some(*old_root);
    let mut steps = whole.iter().chain(path);
    let Some(first) = steps.next() else { return false };
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut before, mut now) = (*first, *first);
    for beside in steps {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            before = join(beside, &before);
            now = join(beside, &now);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            now = join(&now, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && before == *old_root && now == *new_root
}

/// A tree that grows leaf by leaf and remembers no more than its right edge: what one pass over a
/// log needs to come to its root.
#[derive(Debug, Clone, Default)]
pub struct Growing {
    size: u64,
    /// Roots of complete subtrees, the widest first.
    edge: Vec<Hash>,
}

impl Growing {
    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _complete in 0..self.size.trailing_ones() {
            let left = self.edge.pop().expect("a subtree for each one in the size");
            hash = join(&left, &hash);
        }
        self.edge.push(hash);
        self.size += 1;
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its root as it is now.
    pub fn root(&self) -> Hash {
        let mut narrow_first = self.edge.iter().rev();
        let Some(last) = narrow_first.next() else { return empty_root() };
        narrow_first.fold(*last, |right, left| join(left, &right))
    }
}

/// Where a tile stands: its level among tiles (0 holds leaves) and its place there.
pub type TileAt = (u32, u64);

/// Tiles of a tree, as C2SP `tlog-tiles` cuts it: each 256 neighbouring hashes of every eighth level.
#[derive(Debug, Clone, Default)]
pub struct Tiles(HashMap<TileAt, Vec<Hash>>);

impl Tiles {
    /// Puts a tile in; one that is not full yet is at the tree's right edge.
    pub fn put(&mut self, at: TileAt, hashes: Vec<Hash>) {
        self.0.insert(at, hashes);
    }

    /// The tiles from which every proof about these leaves in a tree of this size can be made, and
    /// the proofs that it grew from any of the sizes `grown`.
    pub fn needed(leaves: &[u64], grown: &[u64], size: u64) -> Vec<TileAt> {
        let mut needed = vec![];
        let ends = grown.iter().chain([&size]).filter(|end| **end > 0).map(|end| end - 1);
        for leaf in leaves.iter().copied().chain(ends) {
            let (mut level, mut place, mut there) = (0, leaf, size);
            while there > 0 {
                place /= TILE_WIDTH;
                // At a right edge this level may not have come to a tile yet.
                if place * TILE_WIDTH < there {
                    needed.push((level, place));
                }
                (level, there) = (level + 1, there / TILE_WIDTH);
            }
        }
        needed.sort_unstable();
        needed.dedup();
        needed
    }
}

impl Nodes for Tiles {
    fn node(&self, level: u32, place: u64) -> Option<Hash> {
        let (tile_level, within) = (level / TILE_LEVELS, level % TILE_LEVELS);
        let first = place << within;
        let tile = self.0.get(&(tile_level, first / TILE_WIDTH))?;
        let start = usize::try_from(first % TILE_WIDTH).ok()?;
        tile.get(start..start + (1 << within)).map(complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(n: u64) -> Hash {
        Sha256::digest(n.to_be_bytes()).into()
    }

    fn leaves(size: u64) -> Vec<Hash> {
        (0..size).map(leaf).collect()
    }

    /// The tiles of a tree, cut by the plainest means.
    fn tiles(size: u64) -> Tiles {
        let (mut tiles, mut level, mut hashes) = (Tiles::default(), 0, leaves(size));
        while !hashes.is_empty() {
            let wide = usize::try_from(TILE_WIDTH).unwrap();
            for (place, tile) in (0..).zip(hashes.chunks(wide)) {
                tiles.put((level, place), tile.to_vec());
            }
            hashes = hashes.chunks_exact(wide).map(complete).collect();
            level += 1;
        }
        tiles
    }

    #[test]
    fn a_tree_that_grows_comes_to_the_same_root_as_the_whole() {
        let (all, mut growing) = (leaves(600), Growing::default());
        assert_eq!(Some(growing.root()), root(&all[..], 0));
        for (size, leaf) in (1..).zip(&all) {
            growing.push(*leaf);
            assert_eq!((growing.size(), Some(growing.root())), (size, root(&all[..], size)));
        }
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proved_and_nothing_else_is() {
        let all = leaves(40);
        for size in 1..=40 {
            let top = root(&all[..], size).unwrap();
            for index in 0..size {
                let path = inclusion(&all[..], index, size).unwrap();
                assert!(includes(&leaf(index), index, size, &path, &top), "{index} of {size}");
                for other in (0..size + 2).filter(|other| *other != index) {
                    assert!(
                        !includes(&leaf(index), other, size, &path, &top),
                        "{index} as {other}"
                    );
                }
                let mut cut = path.clone();
                assert!(cut.pop().is_none() || !includes(&leaf(index), index, size, &cut, &top));
                let longer: Vec<Hash> = path.iter().copied().chain([leaf(99)]).collect();
                assert!(!includes(&leaf(index), index, size, &longer, &top));
                assert!(!includes(&leaf(index + 1), index, size, &path, &top));
            }
            assert_eq!(inclusion(&all[..], size, size), None);
        }
    }

    #[test]
    fn every_small_tree_grows_consistently_into_every_larger_one_and_into_no_other() {
        let all = leaves(40);
        for new in 0..=40 {
            let new_root = root(&all[..], new).unwrap();
            for old in 0..=new {
                let old_root = root(&all[..], old).unwrap();
                let path = consistency(&all[..], old, new).unwrap();
                let holds = |old_root: &Hash, new_root: &Hash, path: &[Hash]| {
                    is_consistent((old, old_root), (new, new_root), path)
                };
                assert!(holds(&old_root, &new_root, &path), "{old} to {new}");
                assert!(!holds(&leaf(7), &new_root, &path), "another old root");
                assert!(old == 0 || !holds(&old_root, &leaf(7), &path), "another new root");
                let longer: Vec<Hash> = path.iter().copied().chain([leaf(99)]).collect();
                assert!(!holds(&old_root, &new_root, &longer));
                if let Some((_last, cut)) = path.split_last() {
                    assert!(!holds(&old_root, &new_root, cut));
                }
            }
            assert_eq!(consistency(&all[..], new + 1, new), None);
        }
    }

    #[test]
    fn the_needed_tiles_are_enough_for_every_proof() {
        for size in [1, 2, 255, 256, 257, 700, 65_536, 65_537, 70_000] {
            let (all, every) = (leaves(size), tiles(size));
            let top = root(&all[..], size).unwrap();
            for index in [0, 1, 255, 256, 300, 65_535, 65_536, 69_999] {
                if index >= size {
                    continue;
                }
                let mut some = Tiles::default();
                for at in Tiles::needed(&[index], &[index + 1], size) {
                    some.put(at, every.0[&at].clone());
                }
                let path = inclusion(&some, index, size).unwrap();
                assert!(includes(&leaf(index), index, size, &path, &top), "{index} of {size}");
                let old = root(&all[..], index + 1).unwrap();
                let grown = consistency(&some, index + 1, size).unwrap();
                assert!(is_consistent((index + 1, &old), (size, &top), &grown));
            }
        }
    }
}
