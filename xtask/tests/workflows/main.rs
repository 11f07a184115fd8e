//! The workflows of a maintainer, each in a clone of the repository: a change of `spec/`, `generate`, and the
//! checks of CI. Only the listing of the public API may fail, and nothing after it is accepted.
//!
//! Each workflow runs with the OpenAPI documents in `tests/fixtures/sample`, and again with documents that Twilio
//! publishes if the folder `../shared/specs` exists. The checks are those that read `spec/` without
//! compiling. `WORKFLOWS=all cargo test --test workflows` also runs `.ci/run` after each workflow, which takes several
//! minutes for each.

mod checkout;
mod conflicts;
mod documents;
#[allow(dead_code, reason = "the other tests of the command line use the rest")]
#[path = "../it/process.rs"]
mod process;

use checkout::{Checkout, Listing};
use documents::Documents;
use process::TestResult;

/// Tests that run with both sets of documents.
macro_rules! workflows {
    ($($name:ident),* $(,)?) => {
        mod with_the_sample {
            $(#[test] fn $name() -> super::TestResult { super::run(super::Documents::Sample, super::$name) })*
        }
        mod with_published_documents {
            $(#[test] fn $name() -> super::TestResult { super::run(super::Documents::Published, super::$name) })*
        }
    };
}

workflows!(
    a_published_document_replaces_a_file,
    keep_and_drop,
    three_renames,
    a_document_is_added,
    a_document_is_removed,
    an_operation_is_removed,
    the_version_is_raised,
    several_changes_at_once,
    a_merge_with_conflicts,
    conflict_markers_that_stop_cargo,
);

/// Runs a workflow in a clone whose `spec/` contains these documents.
fn run(documents: Documents, workflow: fn(&Checkout, Documents) -> TestResult) -> TestResult {
    if std::env::var_os("WORKFLOWS").is_some_and(|value| value == "none") {
        eprintln!("skipped: this is the clone of a workflow");
        return Ok(());
    }
    if documents.folder().is_none() {
        eprintln!("skipped: no published documents are beside the repository");
        return Ok(());
    }
    let checkout = Checkout::of_repository()?;
    documents.prepare(&checkout)?;
    workflow(&checkout, documents)
}

fn a_published_document_replaces_a_file(checkout: &Checkout, documents: Documents) -> TestResult {
    documents.replace(checkout)?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

fn keep_and_drop(checkout: &Checkout, documents: Documents) -> TestResult {
    documents.set(
        checkout,
        "chat_v2",
        "keep = [\"*Invite\", \"ListUserChannel\"]\ndrop = [\"DeleteInvite\"]",
    )?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

const RENAMES: &str = r#"rename.FetchInvite = "get"
rename."CreateInvite.RoleSid" = "role"
rename."chat.v2.service.channel.invite" = "Invitation""#;

fn three_renames(checkout: &Checkout, documents: Documents) -> TestResult {
    documents.set(checkout, "chat_v2", RENAMES)?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

fn a_document_is_added(checkout: &Checkout, documents: Documents) -> TestResult {
    documents.add(checkout)?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

fn a_document_is_removed(checkout: &Checkout, _: Documents) -> TestResult {
    documents::remove(checkout, "flex_v1")?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

fn an_operation_is_removed(checkout: &Checkout, _: Documents) -> TestResult {
    checkout.edit("spec/chat_v2.yaml", |text| documents::without_operation(text, "FetchUserChannel"))?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

fn the_version_is_raised(checkout: &Checkout, _: Documents) -> TestResult {
    checkout.set_version("0.2.0")?;
    checkout.fails_until_generated()?;
    let ci = checkout.shell(".ci/run")?;
    assert_eq!(ci.status, Some(1), "{ci:?}");
    assert!(ci.stderr.contains("run `cargo xtask generate`, and commit Cargo.lock"), "{ci:?}");
    checkout.passes(Listing::Unchanged)?;
    let changed = checkout.git(&["show", "--name-only", "--format=", "HEAD"])?;
    assert!(changed.stdout.lines().any(|file| file == "Cargo.lock"), "{changed:?}");
    Ok(())
}

fn several_changes_at_once(checkout: &Checkout, documents: Documents) -> TestResult {
    documents.set(checkout, "chat_v2", &format!("drop = [\"DeleteInvite\"]\n{RENAMES}"))?;
    documents.replace(checkout)?;
    documents.add(checkout)?;
    documents::remove(checkout, "flex_v1")?;
    checkout.set_version("0.2.0")?;
    checkout.fails_until_generated()?;
    checkout.passes(Listing::Changed)
}

fn a_merge_with_conflicts(checkout: &Checkout, _: Documents) -> TestResult {
    conflicts::merge(checkout)
}

fn conflict_markers_that_stop_cargo(checkout: &Checkout, _: Documents) -> TestResult {
    conflicts::recover(checkout)
}
