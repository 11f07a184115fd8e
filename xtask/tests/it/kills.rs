//! Runs that are killed at random moments while two sets of OpenAPI documents alternate.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::process::{TestResult, document, generate, generated, tree};

/// The number of kills. `XTASK_KILL_ROUNDS` sets another one.
const ROUNDS: u64 = 20;

fn nouns(prefix: &str, count: usize) -> Vec<String> {
    let letters =
        |number: usize| ('a'..='z').nth(number % 26).unwrap_or('a').to_string().repeat(number / 26 + 1);
    (0..count).map(|number| format!("{prefix}{}", letters(number))).collect()
}

fn write(spec: &Path, documents: &[(&str, Vec<String>)]) -> TestResult {
    fs::create_dir_all(spec)?;
    for (title, nouns) in documents {
        fs::write(spec.join(format!("{}_v1.yaml", title.to_lowercase())), document(title, nouns))?;
    }
    Ok(())
}

#[test]
fn after_kills_one_run_produces_the_tree_of_its_documents() -> TestResult {
    let rounds = std::env::var("XTASK_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let rounds: u64 = rounds.unwrap_or(ROUNDS);
    let home = tempfile::tempdir()?;
    let specs = [home.path().join("old"), home.path().join("new")];
    write(&specs[0], &[("Rooms", nouns("Room", 6)), ("Calls", nouns("Call", 30))])?;
    write(
        &specs[1],
        &[("Rooms", nouns("Chair", 40)), ("Users", nouns("User", 22)), ("Calls", nouns("Call", 1))],
    )?;
    let mut trees = Vec::new();
    for (number, spec) in specs.iter().enumerate() {
        let out = home.path().join(format!("complete-{number}"));
        generated(spec, &out)?;
        trees.push(tree(&out)?);
    }
    let (out, mut interrupted) = (home.path().join("crate"), 0);
    let mine = "// not generated\n";
    fs::create_dir_all(out.join("src"))?;
    fs::write(out.join("src/mine.rs"), mine)?;
    for expected in &mut trees {
        expected.insert("src/mine.rs".to_owned(), mine.as_bytes().to_vec());
    }
    for round in 0..rounds {
        let spec = &specs[usize::try_from(round)? % 2];
        let mut run = generate(spec, &out).spawn()?;
        // Kill at different moments of the writes, which the staging folder announces.
        while !out.join(".generated.tmp").exists() && run.try_wait()?.is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        std::thread::sleep(Duration::from_micros(round * 7_919 % 23 * 1_000));
        run.kill()?;
        run.wait()?;
        for (name, bytes) in tree(&out)?.iter().filter(|(name, _)| !name.starts_with(".generated")) {
            let is_complete = trees.iter().any(|tree| tree.get(name) == Some(bytes));
            assert!(is_complete, "`{name}` is incomplete after round {round}");
        }
        interrupted += usize::from(!trees.contains(&tree(&out)?));
        if round % 3 == 2 {
            let number = usize::try_from(round / 3)? % 2;
            let finished = generated(&specs[number], &out)?;
            assert!(!finished.stderr.contains("warning"), "round {round}: {}", finished.stderr);
            let found = tree(&out)?;
            let differences: Vec<_> = found
                .keys()
                .chain(trees[number].keys())
                .filter(|name| found.get(*name) != trees[number].get(*name))
                .collect();
            assert!(differences.is_empty(), "round {round}: {differences:?}");
        }
    }
    assert!(interrupted > 0, "every run finished before the kill");
    Ok(())
}
