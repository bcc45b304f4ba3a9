//! The repository as text, for the tests that read it: its files, its lines of code, the paths one
//! module names of another.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold no work of ours.
const NOT_OURS: [&str; 3] = ["target", ".git", "data"];

/// One file, read.
pub struct Source {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Reads one file.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every text file at or below `folder`, by path; the root is `""`.
pub fn files(folder: &str) -> Vec<Source> {
    let mut found = vec![];
    walk(&root().join(folder), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Every Rust file at or below these folders.
pub fn rust(folders: &[&str]) -> Vec<Source> {
    let mut found: Vec<Source> = folders.iter().flat_map(|folder| files(folder)).collect();
    found.retain(|source| source.path.ends_with(".rs"));
    found
}

/// The Rust files of the program itself: no tests, no benchmarks.
pub fn program() -> Vec<Source> {
    let mut found = rust(&["events/src", "projections/src", "src"]);
    found.retain(|source| !source.is_test());
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn walk(folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            let at_root = path.parent() == Some(root().as_path());
            if !(NOT_OURS.contains(&name.as_str()) && at_root) {
                walk(&path, found);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(root()).expect("below the root").to_owned();
            found.push(Source { path: path.to_string_lossy().replace('\\', "/"), text });
        }
    }
}

impl Source {
    /// Whether the whole file is a test.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.ends_with("/tests.rs")
    }

    /// The lines of code by number: no comments, nothing of a test module at the end of the file.
    pub fn code(&self) -> Vec<(usize, &str)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let tests_at = lines
            .windows(2)
            .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'))
            .unwrap_or(lines.len());
        lines[..tests_at]
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(number, line)| (number + 1, line.split(" // ").next().unwrap_or(line)))
            .collect()
    }

    /// The module this file is, from the crate's root: `src/app/mod.rs` is `app`.
    pub fn module(&self) -> Vec<&str> {
        let inside = self.path.rsplit_once("src/").map_or("", |(_, inside)| inside);
        let path = inside.trim_end_matches(".rs");
        let mut module: Vec<&str> = path.split('/').collect();
        if matches!(module.last(), Some(&("mod" | "lib" | "main"))) {
            module.pop();
        }
        module
    }

    /// Every path of the same crate that the code names, from the crate's root, with its line.
    /// `use crate::{app::App, store}` names `app::App` and `store`.
    pub fn names(&self) -> Vec<(usize, String)> {
        let mut code = String::new();
        let mut starts = vec![];
        for (number, line) in self.code() {
            starts.push((code.len(), number));
            code.push_str(line);
            code.push('\n');
        }
        let line_of = |at: usize| {
            let before = starts.partition_point(|(start, _)| *start <= at);
            starts[before - 1].1
        };
        let mut found = vec![];
        for (at, _) in code.match_indices("crate::") {
            if !continues_a_word(&code, at) {
                branch(&code, at + "crate::".len(), String::new(), &mut found);
            }
        }
        let module = self.module();
        for (at, _) in code.match_indices("super::") {
            if continues_a_word(&code, at) || code[..at].ends_with("super::") {
                continue;
            }
            let supers = code[at..].split("super::").take_while(|between| between.is_empty());
            let up = supers.count();
            let above = module.len().saturating_sub(up);
            let start: String = module[..above].iter().map(|name| format!("{name}::")).collect();
            branch(&code, at + up * "super::".len(), start, &mut found);
        }
        found.into_iter().map(|(at, path)| (line_of(at), path)).collect()
    }
}

fn continues_a_word(code: &str, at: usize) -> bool {
    code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
}

/// Follows a path, or a group of paths in braces, from `at` on.
fn branch(code: &str, at: usize, start: String, found: &mut Vec<(usize, String)>) {
    let rest = &code[at..];
    if !rest.starts_with('{') {
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .unwrap_or(rest.len());
        let path = format!("{start}{}", rest[..end].trim_end_matches(':'));
        if rest[..end].ends_with("::") && rest[end..].starts_with('{') {
            branch(code, at + end, format!("{path}::"), found);
        } else {
            found.push((at, path));
        }
        return;
    }
    let mut depth = 0;
    let mut item = at + 1;
    for (offset, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if (c == ',' && depth == 1) || depth == 0 {
            let text = &code[item..at + offset];
            if !text.trim().is_empty() {
                let indent = text.len() - text.trim_start().len();
                branch(code, item + indent, start.clone(), found);
            }
            item = at + offset + 1;
        }
        if depth == 0 {
            return;
        }
    }
}

/// Every text in double quotes on a line.
pub fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// The lines of the function whose signature starts with `signature`, from each place it stands.
pub fn bodies(text: &str, signature: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = vec![];
    for (at, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with(signature) {
            let indent = line.len() - line.trim_start().len();
            let end = format!("{}}}", " ".repeat(indent));
            let body = lines[at + 1..].iter().take_while(|line| **line != end);
            found.push(body.map(|line| format!("{line}\n")).collect());
        }
    }
    found
}

/// One variant of an enum, as its source has it.
pub struct Variant {
    pub name: String,
    /// Its documentation, as one text.
    pub doc: String,
    /// Its members in braces.
    pub members: Vec<Member>,
}

/// One member of a variant.
pub struct Member {
    pub name: String,
    pub kind: String,
    pub doc: String,
}

/// The variants of `pub enum NAME` in a source that is formatted.
pub fn variants(text: &str, name: &str) -> Vec<Variant> {
    let head = format!("pub enum {name} {{");
    let body = text.split_once(&head).unwrap_or_else(|| panic!("no `{head}`")).1;
    let body = body.split_once("\n}").expect("a formatted enum ends at the margin").0;
    let (mut found, mut doc): (Vec<Variant>, Vec<&str>) = (vec![], vec![]);
    for line in body.lines() {
        let is_variant = line.starts_with("    ") && !line.starts_with("     ");
        let line = line.trim();
        if let Some(text) = line.strip_prefix("///").filter(|_| is_variant) {
            doc.push(text.trim());
        } else if is_variant && line.starts_with(|c: char| c.is_ascii_uppercase()) {
            let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
            let members = line.split_once('{').map_or("", |(_, members)| members);
            let members = members.trim_end_matches(',').trim_end_matches('}').split(", ");
            found.push(Variant {
                name: line[..end].to_owned(),
                doc: doc.join(" "),
                members: members.filter_map(member).collect(),
            });
            doc.clear();
        } else if let Some(text) = line.strip_prefix("///") {
            doc.push(text.trim());
        } else if let (false, Some(variant), Some(mut member)) =
            (is_variant || line.starts_with('#'), found.last_mut(), member(line))
        {
            member.doc = std::mem::take(&mut doc).join(" ");
            variant.members.push(member);
        }
    }
    assert!(!found.is_empty(), "no variants of {name} were read");
    found
}

fn member(text: &str) -> Option<Member> {
    let (name, kind) = text.trim().trim_end_matches(',').split_once(": ")?;
    Some(Member { name: name.to_owned(), kind: kind.to_owned(), doc: String::new() })
}

/// `DossierOpened` as `dossier-opened`.
pub fn kebab(name: &str) -> String {
    let mut words = String::new();
    for (at, c) in name.char_indices() {
        if c.is_ascii_uppercase() && at > 0 {
            words.push('-');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}
