//! The guide: chapters of documentation that the project writes, and that the crate's documentation contains.
//!
//! A chapter is a Markdown file `NUMBER_NAME.md`. The numbers order the chapters, and the name becomes a module. The code
//! blocks of a chapter are doctests of the crate.

use crate::ir::Chapter;
use crate::name;
use crate::output::{File, Source};

/// The chapters in the order of their file names. Files without a usable name are not chapters.
pub(crate) fn chapters(sources: &[Source]) -> Vec<Chapter> {
    let mut sources: Vec<(&str, &Source)> = sources.iter().map(|source| (stem(source), source)).collect();
    sources.sort_by_key(|(stem, _)| *stem);
    let chapter = |(stem, source): (&str, &Source)| {
        let name = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('_');
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && !name::is_keyword(name);
        let title = source.text.lines().next()?.strip_prefix("# ")?;
        is_name.then(|| Chapter {
            name: name.to_owned(),
            title: title.trim().to_owned(),
            text: source.text.clone(),
        })
    };
    sources.into_iter().filter_map(chapter).collect()
}

/// The files that the crate includes.
pub(crate) fn files(chapters: &[Chapter]) -> impl Iterator<Item = File> + '_ {
    chapters
        .iter()
        .map(|Chapter { name, text, .. }| File { path: format!("src/guide/{name}.md"), text: text.clone() })
}

/// The name of a file without its folder and its extension.
fn stem(source: &Source) -> &str {
    let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_order_the_chapters_and_are_not_part_of_their_names() {
        let source = |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
        let sources = [
            source("spec/guide/02_errors.md", "# Errors and retries\n\nText\n"),
            source("spec/guide/01_first_steps.md", "# First steps\n"),
            source("spec/guide/03_mod.md", "# A keyword\n"),
            source("spec/guide/04_without_title.md", "Text\n"),
            source("spec/guide/README.md", "# Not a chapter\n"),
        ];
        let chapters = chapters(&sources);
        let shown: Vec<(&str, &str)> =
            chapters.iter().map(|chapter| (chapter.name.as_str(), chapter.title.as_str())).collect();
        assert_eq!(shown, [("first_steps", "First steps"), ("errors", "Errors and retries")]);
    }
}
