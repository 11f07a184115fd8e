//! The guide and the front page, as a page of documentation shows them.

use crate::spec::root;

/// The characters in a line of code on a page that is 1280 pixels wide. The rest of a longer line is hidden until
/// somebody scrolls.
const WIDTH: usize = 94;

#[test]
fn the_code_fits_on_a_page() {
    let client = root().join("generated-client");
    let chapters = std::fs::read_dir(client.join("src/guide")).into_iter().flatten();
    let chapters = chapters.map(|entry| entry.unwrap().path());
    let pages = chapters.chain([client.join("src/docs.md"), client.join("README.md")]);
    for page in pages.filter(|page| page.extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(&page).unwrap();
        let code = text.split("```").skip(1).step_by(2).flat_map(str::lines);
        for line in code.filter(|line| !line.starts_with("# ")) {
            assert!(line.chars().count() <= WIDTH, "{}: divide this line: {line}", page.display());
        }
    }
}
