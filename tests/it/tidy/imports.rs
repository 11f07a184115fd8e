//! Reads the modules of a crate and resolves their imports: `use` trees, qualified paths and paths in
//! the arguments of macros. Code under `#[cfg(test)]` and templates of `quote!` are left out.
//!
//! A re-export is followed to the module that defines the item. Strings in attributes are not read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::paths::{attributes, is_test, leaves, line_of, paths};

/// The segments of a module's path below the root of its crate.
pub(super) type ModulePath = Vec<String>;

/// The modules of a crate.
pub(super) struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

/// A module and the names in its scope.
struct Module {
    file: PathBuf,
    text: String,
    ast: Vec<syn::Item>,
    items: BTreeSet<String>,
    bindings: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

/// A path in a file that leads to another module or crate.
pub(super) struct Import {
    pub(super) file: PathBuf,
    pub(super) line: usize,
    /// The path as written, without groups and renames.
    pub(super) written: String,
    pub(super) from: ModulePath,
    pub(super) target: Target,
    /// The item of the target that the path names.
    pub(super) item: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    Module(ModulePath),
    /// A path that begins with the name of another crate.
    External(Vec<String>),
}

/// Where a name in the scope of a module leads.
enum Name {
    Module(ModulePath),
    /// An item, and the module that defines it.
    Item(ModulePath, String),
    External(Vec<String>),
}

/// Bounds the number of re-exports that are followed.
const MOST_REEXPORTS: u8 = 16;

impl Crate {
    /// Reads the file of a crate's root module and every file that it declares.
    pub(super) fn read(root: &Path) -> Self {
        let mut this = Self { modules: BTreeMap::new() };
        this.read_file(root, Vec::new());
        this
    }

    fn read_file(&mut self, file: &Path, path: ModulePath) {
        let file = &file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text =
            std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let ast = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.add(file, &text, path, ast.items);
    }

    fn add(&mut self, file: &Path, text: &str, path: ModulePath, ast: Vec<syn::Item>) {
        let ast: Vec<syn::Item> = ast.into_iter().filter(|item| !is_test(attributes(item))).collect();
        let mut module = Module {
            file: file.to_owned(),
            text: text.to_owned(),
            ast: Vec::new(),
            items: BTreeSet::new(),
            bindings: BTreeMap::new(),
            globs: Vec::new(),
        };
        for item in &ast {
            match item {
                syn::Item::Use(item) => {
                    for (written, name) in leaves(&item.tree) {
                        match name {
                            Some(name) => drop(module.bindings.insert(name, written)),
                            None => module.globs.push(written),
                        }
                    }
                }
                syn::Item::Mod(item) => {
                    let mut child = path.clone();
                    child.push(item.ident.to_string());
                    match &item.content {
                        Some((_, items)) => self.add(file, text, child, items.clone()),
                        None => self.read_file(&file_of(file, &path, item), child),
                    }
                }
                syn::Item::Macro(item) if has(&item.attrs, "macro_export") => {
                    let name = item.ident.as_ref().unwrap().to_string();
                    module.items.insert(name.clone());
                    self.exported(&path, name);
                }
                other => module.items.extend(defined(other)),
            }
        }
        module.ast = ast;
        if let Some(exported) = self.modules.remove(&path) {
            module.bindings.extend(exported.bindings);
        }
        self.modules.insert(path, module);
    }

    /// Binds an exported macro in the root module, which may not have been added yet.
    fn exported(&mut self, path: &ModulePath, name: String) {
        let written = [vec!["crate".to_owned()], path.clone(), vec![name.clone()]].concat();
        let root = self.modules.entry(Vec::new()).or_insert_with(|| Module {
            file: PathBuf::new(),
            text: String::new(),
            ast: Vec::new(),
            items: BTreeSet::new(),
            bindings: BTreeMap::new(),
            globs: Vec::new(),
        });
        root.bindings.insert(name, written);
    }

    /// The modules, each with its file.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&ModulePath, &Path)> {
        self.modules.iter().map(|(path, module)| (path, module.file.as_path()))
    }

    /// The file of a module.
    pub(super) fn file(&self, module: &ModulePath) -> &Path {
        &self.modules[module].file
    }

    /// Every import of the crate.
    pub(super) fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (from, module) in &self.modules {
            for written in paths(&module.ast) {
                let Some((target, item)) = self.resolve(from, &written) else { continue };
                let line = line_of(&module.text, &written);
                let (from, file, written) = (from.clone(), module.file.clone(), written.join("::"));
                imports.push(Import { file, line, written, from, target, item });
            }
        }
        imports
    }

    /// Resolves a path in the scope of a module. `None` is a name of the module itself, such as
    /// a type parameter.
    fn resolve(&self, from: &ModulePath, written: &[String]) -> Option<(Target, Option<String>)> {
        let (path, item) = match self.follow(from, written, MOST_REEXPORTS) {
            Name::Module(path) => (path, None),
            Name::Item(path, item) => (path, Some(item)),
            Name::External(path) => return Some((Target::External(path), None)),
        };
        (path != *from).then_some((Target::Module(path), item))
    }

    fn follow(&self, from: &ModulePath, written: &[String], fuel: u8) -> Name {
        let mut at = from.clone();
        let mut rest = written;
        let mut is_anchored = false;
        while let Some((first, after)) = rest.split_first() {
            match first.as_str() {
                "crate" => at.clear(),
                "super" => drop(at.pop()),
                "self" => {}
                _ => break,
            }
            (is_anchored, rest) = (true, after);
        }
        while let Some((first, after)) = rest.split_first() {
            match self.name(&at, first, fuel) {
                Some(Name::Module(path)) => at = path,
                Some(Name::Item(path, item)) => return Name::Item(path, item),
                Some(Name::External(path)) => return Name::External([&path, after].concat()),
                None if is_anchored => return Name::Module(at),
                None => return Name::External(rest.to_vec()),
            }
            (is_anchored, rest) = (true, after);
        }
        Name::Module(at)
    }

    /// Looks up a name in the scope of a module.
    fn name(&self, at: &ModulePath, name: &str, fuel: u8) -> Option<Name> {
        let fuel = fuel.checked_sub(1)?;
        let child = [at.as_slice(), &[name.to_owned()]].concat();
        if self.modules.contains_key(&child) {
            return Some(Name::Module(child));
        }
        let module = self.modules.get(at)?;
        if module.items.contains(name) {
            return Some(Name::Item(at.clone(), name.to_owned()));
        }
        if let Some(written) = module.bindings.get(name) {
            // `use other_crate::name` refers to the crate, although `name` is in scope.
            let is_itself = written.first().is_some_and(|first| first == name);
            let name =
                if is_itself { Name::External(written.clone()) } else { self.follow(at, written, fuel) };
            return Some(name);
        }
        module.globs.iter().find_map(|glob| match self.follow(at, glob, fuel) {
            Name::Module(path) if path != *at => self.name(&path, name, fuel),
            _ => None,
        })
    }
}

/// The file of `mod name;` in a file.
fn file_of(parent: &Path, path: &[String], item: &syn::ItemMod) -> PathBuf {
    let stem = parent.file_stem().unwrap().to_string_lossy();
    let folder = parent.parent().unwrap();
    if let Some(path) = path_attribute(item) {
        return folder.join(path);
    }
    let is_folder_itself = path.is_empty() || stem == "mod";
    let folder = if is_folder_itself { folder.to_owned() } else { folder.join(&*stem) };
    let file = folder.join(format!("{}.rs", item.ident));
    if file.exists() { file } else { folder.join(item.ident.to_string()).join("mod.rs") }
}

/// The string of `#[path = "..."]`.
fn path_attribute(item: &syn::ItemMod) -> Option<String> {
    item.attrs.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

fn has(attributes: &[syn::Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// The name that an item defines.
fn defined(item: &syn::Item) -> Option<String> {
    let ident = match item {
        syn::Item::Const(item) => &item.ident,
        syn::Item::Enum(item) => &item.ident,
        syn::Item::Fn(item) => &item.sig.ident,
        syn::Item::Macro(item) => item.ident.as_ref()?,
        syn::Item::Static(item) => &item.ident,
        syn::Item::Struct(item) => &item.ident,
        syn::Item::Trait(item) => &item.ident,
        syn::Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
