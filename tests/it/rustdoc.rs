//! The allowed content of a generated file beside plain items: known attributes and macros, and comments that
//! Markdown shows as text.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Attributes that the generator writes.
const ATTRIBUTES: &[&str] =
    &["doc", "derive", "must_use", "non_exhaustive", "cfg", "cfg_attr", "rustfmt", "forbid", "warn", "allow"];

/// The headings that the generator writes.
const HEADINGS: &[&str] = &["Filters", "Values"];

/// The first line of the example of an operation. Markdown shows it as code.
const EXAMPLE: &str = "# #[cfg(feature = \"fake\")]\n# ";

/// Words that no generated file contains.
const REFUSED: &[&str] = &["unsafe", "extern", "asm", "include_bytes", "macro_rules", "env"];

/// Checks a Rust file: it parses, `needle` is not one of its tokens, and its comments contain no code.
pub(crate) fn check(text: &str, needle: &str) -> Result<(), String> {
    syn::parse_file(text).map_err(|error| format!("does not parse: {error}"))?;
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    let mut docs = String::new();
    walk(tokens, needle, &mut docs)?;
    Ok(())
}

fn walk(tokens: TokenStream, needle: &str, docs: &mut String) -> Result<(), String> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if hash {
            tokens.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
            let is_attribute = |next: &TokenTree| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
            if let Some(TokenTree::Group(group)) = tokens.next_if(is_attribute) {
                attribute(group.stream(), needle, docs)?;
                continue;
            }
        }
        // The text before this token is the complete comment of one item.
        if !docs.is_empty() {
            check_markdown(&std::mem::take(docs), needle)?;
        }
        match token {
            TokenTree::Ident(ident) if ident == needle || REFUSED.iter().any(|word| ident == word) => {
                return Err(format!("`{ident}` is a token"));
            }
            TokenTree::Ident(ident) if ident == "include_str" => {
                tokens.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
                let path = tokens.next().map(|argument| argument.to_string()).unwrap_or_default();
                if !is_fake_table(&path) {
                    return Err(format!("the file {path} is included"));
                }
            }
            TokenTree::Group(group) => {
                walk(group.stream(), needle, &mut String::new())?;
            }
            _ => {}
        }
    }
    check_markdown(docs, needle)
}

/// Whether the needle is an identifier of the code. A name in Rust may contain a part of a name of the document.
fn names(code: &str, needle: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == needle)
}

/// Whether this is the argument of a macro that includes a table of the fake: `("fake/MODULE.json")`.
fn is_fake_table(argument: &str) -> bool {
    let module = argument.strip_prefix("(\"fake/").and_then(|rest| rest.strip_suffix(".json\")"));
    module.is_some_and(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
}

/// Adds a line to a comment, and rejects attributes that the generator does not emit.
fn attribute(tokens: TokenStream, needle: &str, docs: &mut String) -> Result<(), String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let name = tokens.first().map(ToString::to_string).unwrap_or_default();
    if !ATTRIBUTES.contains(&name.as_str()) {
        return Err(format!("`#[{name}]` is an attribute"));
    }
    match (name.as_str(), tokens.get(2)) {
        ("doc", Some(TokenTree::Literal(line))) => {
            let line: syn::LitStr = syn::parse_str(&line.to_string()).map_err(|error| error.to_string())?;
            docs.push_str(line.value().strip_prefix(' ').unwrap_or(&line.value()));
            docs.push('\n');
            Ok(())
        }
        // The README; its content is checked separately, as Markdown.
        ("doc", Some(TokenTree::Ident(word))) if word == "include_str" => Ok(()),
        // The page of a re-exported item is shown here.
        ("doc", None) if tokens.get(1).is_some_and(|group| group.to_string() == "(inline)") => Ok(()),
        ("doc", _) => Err("`#[doc]` contains more than a string".to_owned()),
        _ => walk(tokens.into_iter().collect(), needle, docs),
    }
}

/// Checks a comment as rustdoc reads it: it contains no code except the generator's and text, no HTML, no
/// image, and no link except to the web and to items of the crate.
pub(crate) fn check_markdown(text: &str, needle: &str) -> Result<(), String> {
    let error = |what: String| Err(format!("{what} in:\n{text}"));
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let whole = text.starts_with("<!-- @generated");
    let mut in_code = false;
    let mut events = Parser::new_ext(text, options).peekable();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                return error("indented code".to_owned());
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                // rustdoc does not compile text.
                // The example of an operation begins with lines that no description of a document can contain.
                let is_rust = matches!(&*info, "rust" | "rust,no_run");
                let is_example =
                    matches!(events.peek(), Some(Event::Text(code)) if code.starts_with(EXAMPLE));
                let is_known = &*info == "text" || (is_rust && (whole || is_example));
                if !is_known {
                    return error(format!("code of `{info}`"));
                }
                in_code = &*info != "text";
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
            Event::Text(code) if in_code && names(&code, needle) => return error("code".to_owned()),
            Event::Html(html) if !(whole && html.starts_with("<!-- @generated")) => {
                return error("HTML".to_owned());
            }
            Event::InlineHtml(_) => return error("HTML".to_owned()),
            Event::Start(Tag::Image { .. }) => return error("a picture".to_owned()),
            Event::Start(Tag::Link { dest_url, .. }) if !is_harmless(&dest_url, needle) => {
                return error(format!("a link to `{dest_url}`"));
            }
            Event::Start(Tag::Heading { .. }) if matches!(events.peek(), Some(Event::Text(text)) if HEADINGS.contains(&&**text)) =>
                {}
            Event::Start(Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_))
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_)
                if !whole =>
            {
                return error(format!("{event:?}"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_harmless(target: &str, needle: &str) -> bool {
    let web = target.starts_with("https://") || target.starts_with("http://");
    let item = target.chars().all(|c| c.is_alphanumeric() || "_:`".contains(c));
    web || (item && !target.contains(needle))
}
