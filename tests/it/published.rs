//! The documents that Twilio publishes, if the folder `../shared/specs` beside the repository contains a
//! copy. They are not part of the project. Without them, the tests print that they were skipped.

use std::path::{Path, PathBuf};

use codegen::{Inputs, Source};

/// Documents that are generated completely, with the number of their operations.
const WHOLE: [(&str, usize); 5] =
    [("chat_v1", 40), ("chat_v2", 54), ("flex_v1", 73), ("ip_messaging_v1", 40), ("ip_messaging_v2", 54)];

pub(crate) fn published(name: &str) -> Option<Source> {
    let file = format!("twilio_{name}.yaml");
    let path: PathBuf = crate::sample::root().join("../shared/specs").join(&file);
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {file} is not beside the repository");
        return None;
    };
    Some(Source { name: file, text })
}

#[test]
fn a_published_document_is_generated_in_full() {
    for (name, operations) in WHOLE {
        let Some(source) = published(name) else { continue };
        let output = codegen::generate(&[source], None).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        assert_eq!((output.documents[0].module.as_str(), output.documents[0].operations), (name, operations));
    }
}

/// All documents in the folder.
pub(crate) fn all_published() -> Vec<Source> {
    let folder = crate::sample::root().join("../shared/specs");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no published documents are beside the repository");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "json"));
    paths.sort();
    let source = |path: PathBuf| Source {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(&path).unwrap(),
    };
    paths.into_iter().map(source).collect()
}

/// The generator must accept every published document.
#[test]
fn no_published_document_is_rejected() {
    for source in all_published() {
        let name = source.name.clone();
        let output =
            codegen::generate(&[source], None).unwrap_or_else(|diagnostics| panic!("{name}:\n{diagnostics}"));
        assert_eq!(output.documents.len(), 1, "{name}");
        assert_eq!(crate::large::too_long(&output.files), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn all_of_them_make_one_crate_and_their_order_does_not_matter() {
    let mut sources: Vec<Source> = WHOLE.iter().filter_map(|(name, _)| published(name)).collect();
    let forward = codegen::generate(&sources, None).unwrap();
    sources.reverse();
    assert_eq!(forward.files, codegen::generate(&sources, None).unwrap().files);
}

/// The published documents give every operation of the sample the same signature.
#[test]
fn the_sample_agrees_with_the_published_documents() {
    let (documents, settings) = crate::sample::documents();
    for ours in &documents {
        let name = ours.name.trim_end_matches(".yaml").to_owned();
        let Some(theirs) = published(&name) else { continue };
        let ours = codegen::listing(std::slice::from_ref(ours), Some(&settings)).unwrap();
        let theirs = codegen::listing(&[theirs], None).unwrap();
        let known: Vec<&str> = theirs.lines().collect();
        // A newtype may have another name if more documents of the product exist, so only the lines of the
        // document itself are compared.
        let missing: Vec<&str> = ours
            .lines()
            .filter(|line| !line.starts_with("sid::"))
            .filter(|line| !known.contains(line))
            .collect();
        assert!(missing.is_empty(), "{name} says otherwise:\n{}", missing.join("\n"));
    }
}

/// A published document replaces one of the sample, and `keep` lists the operations. The client contains exactly
/// these operations, compiles, and differs only in descriptions.
#[test]
fn a_document_with_a_keep_list_gives_the_listed_operations() {
    let Some(published) = published("chat_v2") else { return };
    let (documents, own) = crate::sample::documents();
    let mut changed = documents.clone();
    changed.retain(|document| document.name != "chat_v2.yaml");
    changed.push(Source { name: "chat_v2.yaml".to_owned(), text: published.text });
    let keep = "[documents.chat_v2]\nkeep = [\"*Invite\", \"*UserChannel\"]\n";
    let settings = Source { text: format!("{}\n{keep}", own.text), name: own.name.clone() };

    let output =
        codegen::generate(&changed, Some(&settings)).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let chat = output.documents.iter().find(|document| document.module == "chat_v2").unwrap();
    assert_eq!(chat.operations, 8);
    let before = Inputs { documents: &documents, settings: Some(&own), ..Inputs::default() };
    let report = codegen::report(
        before,
        Inputs { documents: &changed, settings: Some(&settings), ..Inputs::default() },
    )
    .unwrap();
    let others = report.changes.iter().filter(|change| change.rule.id != "documentation").count();
    assert_eq!(others, 0, "{report}");

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published");
    crate::alone::write(&output.files, &folder.join("client"));
    let mut check = crate::alone::cargo(&["check", "--offline", "--quiet"]);
    check.args(["--no-default-features", "--features", "all"]).current_dir(folder.join("client"));
    check.env("CARGO_TARGET_DIR", folder.join("target"));
    crate::alone::done(check);
}
