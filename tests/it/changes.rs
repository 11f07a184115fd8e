//! The reports of pairs of OpenAPI documents and of edits of the shipped documents, and the number of
//! lines of the client that each edit changes.

use std::path::{Path, PathBuf};

use codegen::report::{Approvals, Extent, Paint, Report, Verdict};
use codegen::{Inputs, Source};

use crate::sample::root;

/// One state: its documents and its settings.
pub(crate) type Side = (Vec<Source>, Option<Source>);

/// The folders that hold a state before and a state after.
pub(crate) fn pairs() -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures/changes");
    let mut pairs: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pairs.sort();
    assert!(pairs.len() >= 12, "some pairs are gone");
    pairs
}

/// The documents and the settings of one folder.
pub(crate) fn state(folder: &Path) -> Side {
    let read = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).ok()?;
        Some(Source { name: format!("spec/{name}"), text })
    };
    (vec![read("rooms_v1.yaml").unwrap()], read("codegen.toml"))
}

fn report(before: &Side, after: &Side) -> Report {
    let state = |(documents, settings)| Inputs { documents, settings, ..Inputs::default() };
    let (before, after) = (state((&before.0, before.1.as_ref())), state((&after.0, after.1.as_ref())));
    codegen::report(before, after).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn the_reports_of_the_pairs() {
    for pair in pairs() {
        let report = report(&state(&pair.join("before")), &state(&pair.join("after")));
        let name = pair.file_name().unwrap().to_string_lossy().into_owned();
        insta::assert_snapshot!(name, report.to_string());
    }
}

#[test]
fn a_report_in_markdown_and_as_annotations() {
    let pair = root().join("tests/fixtures/changes/a_new_required_parameter");
    let mut report = report(&state(&pair.join("before")), &state(&pair.join("after")));
    report.names.command = "cargo xtask".to_owned();
    let annotations = report.annotations();
    let markdown = report.markdown();
    insta::assert_snapshot!(format!("{annotations}\n{markdown}"));
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(markdown.trim()), "README.md shows another comment:\n{markdown}");
}

/// The section of a changelog contains every change that is not only wording.
#[test]
fn a_report_as_a_section_of_a_changelog() {
    let mut text = String::new();
    for pair in ["a_new_required_parameter", "a_new_property", "a_removed_operation", "a_new_operation"] {
        let folder = root().join("tests/fixtures/changes").join(pair);
        let report = report(&state(&folder.join("before")), &state(&folder.join("after")));
        text += &report.changelog();
    }
    insta::assert_snapshot!(text);
}

/// Many values of one enum are one entry, and the report states how to see the entries that it leaves out.
#[test]
fn a_long_report_is_short() {
    let before = state(&root().join("tests/fixtures/changes/a_new_property/before"));
    let replaced = |old: &str, new: &str| {
        let mut after = before.clone();
        assert!(after.0[0].text.contains(old));
        after.0[0].text = after.0[0].text.replacen(old, new, 1);
        report(&before, &after)
    };
    let values: Vec<String> = (0..300).map(|number| format!("mood-{number}")).collect();
    let enums = replaced("[calm, loud, wild]", &format!("[calm, loud, wild, {}]", values.join(", ")));
    assert_eq!(enums.changes.len(), 300);
    let text = enums.to_string();
    assert!(text.lines().count() < 8 && text.contains("rooms_v1::RoomMood  300 values: "), "{text}");

    let properties: Vec<String> = (0..60).map(|number| format!("extra_{number}: {{type: string}}")).collect();
    let line = "        sid: {type";
    let models = replaced(line, &format!("        {}\n{line}", properties.join("\n        ")));
    assert_eq!(models.changes.len(), 60);
    let text = models.to_string();
    let rest = "… and 48 more: `twilio-codegen diff --all` lists all";
    assert!(text.lines().count() < 20 && text.contains(rest), "{text}");
    let all = models.text(Paint::Plain, Extent::All);
    assert!(all.lines().count() > 60 && !all.contains('…'), "{all}");
    let all = enums.text(Paint::Plain, Extent::All);
    assert!(all.lines().count() < 8 && all.contains("mood-299") && !all.contains('…'), "{all}");
    let markdown = models.markdown();
    assert!(markdown.contains("… and 10 more: `twilio-codegen diff --all` lists all"), "{markdown}");
}

#[test]
fn only_a_terminal_shows_colors() {
    let pair = root().join("tests/fixtures/changes/a_new_required_parameter");
    let report = report(&state(&pair.join("before")), &state(&pair.join("after")));
    assert!(!report.to_string().contains('\u{1b}'));
    let colored = report.text(Paint::Ansi, Extent::Screen);
    assert!(colored.contains("\u{1b}[31m- ") && colored.contains("\u{1b}[32m+ "), "{colored:?}");
}

/// Operations and documents with errors are left out of both sides, and the rest is compared.
#[test]
fn a_document_with_errors_does_not_hide_the_rest() {
    let pair = root().join("tests/fixtures/changes/a_new_property");
    let (before, after) = (state(&pair.join("before")), state(&pair.join("after")));
    let other = |text: &str| Source { name: "spec/halls_v1.yaml".to_owned(), text: text.to_owned() };
    let whole =
        |side: &Side, text: &str| -> Vec<Source> { side.0.iter().cloned().chain([other(text)]).collect() };
    let sound = before.0[0].text.replace("rooms.", "halls.");
    let missing = "      - {$ref: '#/components/parameters/Missing'}\n      - {name: Status,";
    let operation = sound.replacen("      - {name: Status,", missing, 1);
    assert_ne!(operation, sound);
    let expected: Vec<String> =
        report(&before, &after).changes.iter().map(|change| change.fingerprint.clone()).collect();
    for (old, new, operations) in [
        (sound.as_str(), "openapi: [", Vec::<&str>::new()),
        ("openapi: [", sound.as_str(), vec![]),
        (sound.as_str(), operation.as_str(), vec!["ListRoom"]),
    ] {
        let (old, new) = (whole(&before, old), whole(&after, new));
        let inputs = |documents| Inputs { documents, ..Inputs::default() };
        assert!(codegen::report(inputs(&old), inputs(&new)).is_err());
        let (report, errors) = codegen::partial_report(inputs(&old), inputs(&new)).unwrap();
        let found: Vec<String> = report.changes.iter().map(|change| change.fingerprint.clone()).collect();
        assert_eq!(found, expected, "{report}");
        assert_eq!(errors.iter().flatten().count(), 1);
        let [left_out] = report.not_compared.as_slice() else { panic!("{report}") };
        assert_eq!(
            (left_out.document.as_str(), &left_out.operations),
            ("spec/halls_v1.yaml", &operations.iter().map(|id| (*id).to_owned()).collect())
        );
        assert!(report.to_string().contains("not compared: "), "{report}");
    }
}

#[test]
fn a_fingerprint_stays_when_something_else_changes() {
    let pair = root().join("tests/fixtures/changes/a_removed_operation");
    let (before, mut after) = (state(&pair.join("before")), state(&pair.join("after")));
    let alone = report(&before, &after);
    let [change] = alone.changes.as_slice() else { panic!("{alone}") };
    let text = &mut after.0[0].text;
    *text = text.replace("maximum: 100}", "maximum: 50}").replace("name: {type: string}", "name: {}");
    let among = report(&before, &after);
    assert!(among.changes.len() > 2, "{among}");
    assert!(among.changes.iter().any(|other| other.fingerprint == change.fingerprint));
}

/// The fingerprint of a new argument does not depend on the others, although it is shown with them.
#[test]
fn a_fingerprint_is_that_of_one_argument() {
    let pair = root().join("tests/fixtures/changes/a_new_required_parameter");
    let (before, mut after) = (state(&pair.join("before")), state(&pair.join("after")));
    let print = |after: &Side| {
        let report = report(&before, after);
        let topic = report.changes.iter().find(|change| change.wire == "CreateRoom.Topic").unwrap().clone();
        (topic.fingerprint, topic.after)
    };
    let alone = print(&after);
    after.0[0].text = after.0[0].text.replace("[Name, Topic]", "[Name, Topic, Seats]");
    let among = print(&after);
    assert_eq!(alone.0, among.0);
    assert_ne!(alone.1, among.1);
}

#[test]
fn text_of_a_document_stays_text_in_a_report() {
    let pair = root().join("tests/fixtures/changes/a_new_property");
    let (before, mut after) = (state(&pair.join("before")), state(&pair.join("after")));
    let text = &mut after.0[0].text;
    *text = text.replace("[calm, loud, wild]", "[calm, \"a`b\\n```\\n# c|d <script>\"]");
    *text = text.replace("Opens a room.", "Opens\\n::error::a room %0A");
    let report = report(&before, &after);
    let markdown = report.markdown();
    assert!(!markdown.contains("\n# c") && !markdown.contains("\n```\n#"), "{markdown}");
    assert!(!report.to_string().contains("\n::error"), "{report}");
    let annotations = report.annotations();
    assert!(annotations.lines().all(|line| line.starts_with("::warning ")), "{annotations}");
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let (mut documents, settings) = crate::sample::documents();
    let (mut edited, _) = crate::sample::documents();
    for document in &mut edited {
        document.text = document.text.replace("Lists the pending", "Lists all pending");
        document.text = document.text.replace("maximum: 1000", "maximum: 900");
    }
    let forward = {
        let before = Inputs { documents: &documents, settings: Some(&settings), ..Inputs::default() };
        codegen::report(before, Inputs { documents: &edited, settings: Some(&settings), ..Inputs::default() })
            .unwrap()
            .json()
    };
    documents.reverse();
    edited.rotate_left(2);
    let before = Inputs { documents: &documents, settings: Some(&settings), ..Inputs::default() };
    let after = Inputs { documents: &edited, settings: Some(&settings), ..Inputs::default() };
    assert_eq!(codegen::report(before, after).unwrap().json(), forward);
}

/// A document that is the same has nothing new on the wire, whatever the settings make of it.
#[test]
fn settings_change_nothing_on_the_wire() {
    let before = state(&root().join("tests/fixtures/changes/a_new_property/before"));
    let text = "[documents.rooms_v1]\nrequired = [\"room.sid\", \"CreateRoom.Seats\"]\n";
    let settings = Source { name: "spec/codegen.toml".to_owned(), text: text.to_owned() };
    let report = report(&before, &(before.0.clone(), Some(settings)));
    let verdicts: Vec<_> = report.changes.iter().map(|change| (change.rule.wire, change.rule.rust)).collect();
    assert_eq!(verdicts, [(Verdict::Unchanged, Verdict::Breaking); 2], "{report}");
}

/// A version may go back where nothing changed.
#[test]
fn a_lower_version_is_not_enough() {
    let (documents, _) = state(&root().join("tests/fixtures/changes/a_new_property/before"));
    let side = |version: &str| {
        let text = format!("[package]\nversion = \"{version}\"\n");
        (documents.clone(), Some(Source { name: "spec/codegen.toml".to_owned(), text }))
    };
    let version = report(&side("0.2.0"), &side("0.1.0")).version();
    assert_eq!(version, "version: 0.2.0 does not need to change; 0.1.0 is not sufficient");
}

/// The third required value makes a struct of the arguments, and the report says so.
#[test]
fn arguments_that_become_a_struct() {
    let pair = root().join("tests/fixtures/changes/a_new_required_parameter");
    let (before, mut after) = (state(&pair.join("before")), state(&pair.join("after")));
    after.0[0].text = after.0[0].text.replace("[Name, Topic]", "[Name, Topic, Seats]");
    insta::assert_snapshot!(report(&before, &after).to_string());
}

/// The approval that CONTRIBUTING.md shows is one of the change that README.md shows.
#[test]
fn the_example_of_an_approval_approves() {
    let text = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, block) = text.split_once("```toml\n").unwrap();
    let text = block.split_once("```").unwrap().0.to_owned();
    let approvals = Approvals::read(&Source { name: "spec/approved.toml".to_owned(), text }).unwrap();
    let pair = root().join("tests/fixtures/changes/a_new_required_parameter");
    let mut report = report(&state(&pair.join("before")), &state(&pair.join("after")));
    assert!(report.is_breaking());
    assert_eq!(report.approve(&approvals), []);
    assert!(!report.is_breaking());
    insta::assert_snapshot!(report.to_string());
}

#[test]
fn approvals_that_are_none() {
    let table = [
        ("[[approved]]\nfingerprint = \"a\"\nreason = \" \"", "must have a reason", "2:15"),
        ("[[approved]]\nfingerprint = \"a\"", "missing field `reason`", "1:1"),
        ("[[approval]]", "unknown field `approval`", "1:3"),
        (
            "[[approved]]\nfingerprint = \"a\"\nreason = \"r\"\n[[approved]]\nfingerprint = \"a\"\nreason = \"r\"",
            "`a` must not be approved twice",
            "5:15",
        ),
    ];
    for (text, wanted, place) in table {
        let source = Source { name: "spec/approved.toml".to_owned(), text: text.to_owned() };
        let diagnostics = Approvals::read(&source).unwrap_err().to_string();
        assert!(diagnostics.contains(wanted), "{text}\n{diagnostics}");
        assert!(diagnostics.contains(&format!("spec/approved.toml:{place}")), "{text}\n{diagnostics}");
    }
}
