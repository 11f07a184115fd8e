//! Carries out a plan, completely or not at all.
//!
//! All new files are written into a staging folder first, because most errors (space, permissions)
//! occur there. Then a rename moves each file to its path, so that every file is either old or new
//! at any moment. The manifest is last.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{self, STAGING};
use super::memory;
use super::plan::{Change, Plan, in_the_way, read};
use crate::failure::Failure;

/// Carries out a plan. If this fails, restores the folder.
pub(crate) fn apply(plan: &Plan) -> Result<(), Failure> {
    apply_with(plan, &|path, bytes| fs::write(path, bytes))
}

/// Writes a new file. A test replaces it to simulate a full disk.
type Write<'w> = &'w dyn Fn(&Path, &[u8]) -> io::Result<()>;

pub(super) fn apply_with(plan: &Plan, write: Write<'_>) -> Result<(), Failure> {
    let mut run = Run { plan, write, staging: plan.out.join(STAGING), created: Vec::new(), done: Vec::new() };
    run.clear_staging()?;
    if plan.is_fresh() {
        memory::store(&plan.out, &plan.hashes);
        return Ok(());
    }
    let result = run.prepare().and_then(|()| run.commit());
    match result {
        Ok(()) => {
            run.clear_staging()?;
            run.drop_empty_folders();
            memory::store(&plan.out, &plan.hashes);
            Ok(())
        }
        Err(failure) => Err(run.undo(failure)),
    }
}

struct Run<'a> {
    plan: &'a Plan,
    write: Write<'a>,
    staging: PathBuf,
    /// The folders that this run created, parents first.
    created: Vec<PathBuf>,
    done: Vec<Step<'a>>,
}

enum Step<'a> {
    Written(&'a Change),
    Removed { path: &'a str, parked: PathBuf },
}

impl<'a> Run<'a> {
    /// Removes the staging folder of this run, or of a run that was killed.
    fn clear_staging(&self) -> Result<(), Failure> {
        match fs::symlink_metadata(&self.staging) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Ok(about) if !about.is_dir() => {
                return Err(in_the_way(&self.staging, "not a folder", "staging folder"));
            }
            _ => {}
        }
        fs::remove_dir_all(&self.staging)
            .map_err(|error| Failure::io("remove", &self.staging, &error, "remove the folder"))
    }

    /// Does all steps that need space or permissions, without changing a generated file.
    fn prepare(&mut self) -> Result<(), Failure> {
        let help = "check the free space and the permissions of the folder";
        self.create_folder(&self.staging.clone())?;
        for (number, change) in self.plan.written().enumerate() {
            let staged = self.staged(number);
            (self.write)(&staged, &change.new)
                .map_err(|error| Failure::io("write", &staged, &error, help))?;
            if let Some(parent) = self.target(&change.path).parent() {
                self.create_folder(parent)?;
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Failure> {
        let files = self.plan.files.len();
        for (number, change) in self.plan.files.iter().enumerate() {
            self.put(number, change)?;
        }
        for (number, path) in self.plan.removed.iter().enumerate() {
            let (target, parked) = (self.target(path), self.staging.join(format!("removed-{number}")));
            if read(&self.plan.out, path)?.map(|bytes| manifest::hash(&bytes))
                != self.plan.hash_of_removed(path)
            {
                return Err(edited(&target));
            }
            rename(&target, &parked)?;
            self.done.push(Step::Removed { path, parked });
        }
        self.plan.manifest.iter().try_for_each(|manifest| self.put(files, manifest))
    }

    /// Moves a file to its path. Fails if the old file has changed since the plan.
    fn put(&mut self, number: usize, change: &'a Change) -> Result<(), Failure> {
        if read(&self.plan.out, &change.path)? != change.old {
            return Err(edited(&self.target(&change.path)));
        }
        rename(&self.staged(number), &self.target(&change.path))?;
        self.done.push(Step::Written(change));
        Ok(())
    }

    /// Restores all files, and adds the result to the failure.
    fn undo(mut self, failure: Failure) -> Failure {
        let mut lost = Vec::new();
        while let Some(step) = self.done.pop() {
            let (path, result) = match &step {
                Step::Written(change) => (change.path.as_str(), self.restore(change)),
                Step::Removed { path, parked } => (*path, fs::rename(parked, self.target(path))),
            };
            if let Err(error) = result {
                lost.push(format!("`{path}` ({error})"));
            }
        }
        if !lost.is_empty() {
            let staging = self.staging.display();
            return failure.note(format_args!(
                "these files could not be restored: {}; restore them from version control or from \
                 `{staging}`",
                lost.join(", ")
            ));
        }
        let _ = fs::remove_dir_all(&self.staging); // the first failure is the one to report
        for folder in self.created.iter().rev() {
            let _ = fs::remove_dir(folder); // fails if another program uses it
        }
        failure.note("all files are unchanged")
    }

    fn restore(&self, change: &Change) -> io::Result<()> {
        let target = self.target(&change.path);
        let Some(old) = &change.old else {
            return fs::remove_file(target);
        };
        let staged = self.staging.join("old");
        fs::write(&staged, old)?;
        fs::rename(staged, target)
    }

    /// Creates a folder and its parents, and notes the ones that did not exist.
    fn create_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing: Vec<_> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir(folder).map_err(|error| {
                Failure::io("create the folder", folder, &error, "check the permissions of its parent")
            })?;
            self.created.push(folder.to_owned());
        }
        Ok(())
    }

    /// Removes the folders that are empty after the removal of files.
    fn drop_empty_folders(&self) {
        for path in &self.plan.removed {
            let inside = Path::new(path).ancestors().skip(1);
            for folder in inside.take_while(|folder| !folder.as_os_str().is_empty()) {
                if fs::remove_dir(self.plan.out.join(folder)).is_err() {
                    break; // not empty
                }
            }
        }
    }

    fn staged(&self, number: usize) -> PathBuf {
        self.staging.join(format!("new-{number}"))
    }

    fn target(&self, path: &str) -> PathBuf {
        self.plan.out.join(path)
    }
}

fn edited(path: &Path) -> Failure {
    Failure::new(
        format_args!("`{}` changed while the generator ran", path.display()),
        "wait for the other program, check its change, and run the command again",
    )
}

fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::rename(from, to).map_err(|error| {
        let action = format!("move `{}` to", from.display());
        Failure::io(&action, to, &error, "close other programs that use the file, and run the command again")
    })
}
