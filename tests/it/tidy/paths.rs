//! Collects the paths that items contain: `use` trees, qualified paths and paths in the arguments of
//! macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// Collects the paths of a module, without those of its inline modules.
struct Reader {
    paths: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            syn::visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.paths.extend(leaves(&item.tree).into_iter().map(|(written, _)| written));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        let is_template =
            call.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with("quote"));
        if !is_template {
            self.tokens(call.tokens.clone());
        }
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}

impl Reader {
    /// Collects every `a::b` of the tokens of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if colons == 2 && !path.is_empty() => {
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Ident(ident) => {
                    self.end(&mut path);
                    path.push(ident.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => {
                    self.end(&mut path);
                    self.tokens(group.stream());
                }
                _ => self.end(&mut path),
            }
            colons = 0;
        }
        self.end(&mut path);
    }

    fn end(&mut self, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.paths.push(path);
        }
    }
}

/// Returns every path of the items with more than one segment, as its segments.
pub(super) fn paths(items: &[syn::Item]) -> Vec<Vec<String>> {
    let mut reader = Reader { paths: Vec::new() };
    for item in items {
        reader.visit_item(item);
    }
    reader.paths
}

/// The paths of a `use` tree, each with the name that it binds; a glob binds none.
pub(super) fn leaves(tree: &syn::UseTree) -> Vec<(Vec<String>, Option<String>)> {
    let below = |ident: &syn::Ident, leaf: (Vec<String>, Option<String>)| {
        // `a::{self}` is `a`.
        let is_self = leaf.0.len() == 1 && leaf.0[0] == "self";
        let written =
            if is_self { vec![ident.to_string()] } else { [vec![ident.to_string()], leaf.0].concat() };
        let name = leaf.1.map(|name| if name == "self" { ident.to_string() } else { name });
        (written, name)
    };
    match tree {
        syn::UseTree::Path(path) => {
            leaves(&path.tree).into_iter().map(|leaf| below(&path.ident, leaf)).collect()
        }
        syn::UseTree::Name(name) => vec![(vec![name.ident.to_string()], Some(name.ident.to_string()))],
        syn::UseTree::Rename(rename) => {
            vec![(vec![rename.ident.to_string()], Some(rename.rename.to_string()))]
        }
        syn::UseTree::Glob(_) => vec![(Vec::new(), None)],
        syn::UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}

/// Whether the item is compiled for tests only.
pub(super) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// The attributes of an item.
pub(super) fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The line of a path: the first one with all of it, or else with its last segments, as a group of a
/// `use` splits them.
pub(super) fn line_of(text: &str, written: &[String]) -> usize {
    for start in 0..written.len() {
        let part = written[start..].join("::");
        let is_whole = |at: usize| {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            !text[..at].ends_with(is_word) && !text[at + part.len()..].starts_with(is_word)
        };
        let mut found = text.match_indices(&part).map(|(at, _)| at).filter(|at| is_whole(*at));
        let line = |at: usize| text[..at].lines().count().max(1) + usize::from(text[..at].ends_with('\n'));
        let is_code =
            |at: &usize| !text[..*at].rsplit('\n').next().unwrap_or_default().trim().starts_with("//");
        if let Some(at) = found.find(is_code) {
            return line(at);
        }
    }
    1
}
