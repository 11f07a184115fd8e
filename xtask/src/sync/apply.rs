//! Carries out a plan, completely or not at all.
//!
//! All new files are written into a staging folder first, because most errors (space, permissions)
//! occur there. Then a rename moves each file to its path, so that every file is either old or new
//! at any moment. Before the first file, the manifest is replaced by one that lists the old and the
//! new files. A run that is killed thus leaves no unlisted file, and the next run removes all that
//! it does not generate. The final manifest is last.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, SystemDisk};
use super::look::read;
use super::plan::{Change, Plan, Removal};
use super::staging::{Owner, Staging};
use crate::failure::Failure;
use crate::terminal;

/// Carries out a plan. If this fails, restores the folder.
pub(crate) fn apply(plan: &Plan) -> Result<(), Failure> {
    apply_then(plan, || Ok(()))
}

/// Carries out a plan, and then `finish`. If one of them fails, restores the folder.
pub(crate) fn apply_then(plan: &Plan, finish: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    apply_on(&SystemDisk, plan, finish)
}

pub(super) fn apply_on(
    disk: &dyn Disk,
    plan: &Plan,
    finish: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let staging = Staging::of(&plan.out);
    if plan.is_fresh() {
        if staging.owner()? == Owner::Generator {
            staging.clear(disk)?;
        }
        return finish();
    }
    staging.clear(disk)?;
    let mut run = Run { plan, disk, staging, created: Vec::new(), done: Vec::new() };
    match run.prepare().and_then(|()| run.commit()).and_then(|()| finish()) {
        Ok(()) => run.staging.clear(disk),
        Err(failure) => Err(run.undo(failure)),
    }
}

struct Run<'a> {
    plan: &'a Plan,
    disk: &'a dyn Disk,
    staging: Staging,
    /// The folders that this run created, parents first.
    created: Vec<PathBuf>,
    done: Vec<Step<'a>>,
}

enum Step<'a> {
    Written(&'a Change),
    Removed { path: &'a str, parked: PathBuf },
}

impl<'a> Run<'a> {
    /// Writes all new files into the staging folder, without changing a generated file.
    fn prepare(&mut self) -> Result<(), Failure> {
        let help = "check the free space and the permissions of the folder";
        self.create_folder(&self.plan.out)?;
        self.staging.create(self.disk)?;
        for (number, change) in self.changes().enumerate() {
            let staged = self.staging.new_file(number);
            self.disk
                .write(&staged, &change.new)
                .map_err(|error| Failure::io("write", &staged, &error, help))?;
        }
        Ok(())
    }

    /// Returns all changes in their order.
    fn changes(&self) -> impl Iterator<Item = &'a Change> + use<'a> {
        self.plan.first.iter().chain(&self.plan.files).chain(&self.plan.last)
    }

    fn commit(&mut self) -> Result<(), Failure> {
        let (last, before) = (self.plan.last.iter().count(), self.changes().count());
        let before = before - last;
        for (number, change) in self.changes().enumerate().take(before) {
            self.put(number, change)?;
        }
        for (number, Removal { path, old }) in self.plan.removed.iter().enumerate() {
            let (target, parked) = (self.target(path), self.staging.removed_file(number));
            if read(&self.plan.out, path)?.as_ref() != Some(old) {
                return Err(edited(&target));
            }
            self.rename(&target, &parked)?;
            self.done.push(Step::Removed { path, parked });
        }
        self.remove_empty_folders();
        for (number, change) in self.changes().enumerate().skip(before) {
            self.put(number, change)?;
        }
        Ok(())
    }

    /// Moves a file to its path. Fails if the old file has changed since the plan.
    fn put(&mut self, number: usize, change: &'a Change) -> Result<(), Failure> {
        if read(&self.plan.out, &change.path)? != change.old {
            return Err(edited(&self.target(&change.path)));
        }
        let target = self.target(&change.path);
        if let Some(parent) = target.parent() {
            self.create_folder(parent)?;
        }
        self.rename(&self.staging.new_file(number), &target)?;
        self.done.push(Step::Written(change));
        Ok(())
    }

    /// Restores all files, and adds the result to the failure.
    fn undo(mut self, failure: Failure) -> Failure {
        let mut lost = Vec::new();
        while let Some(step) = self.done.pop() {
            let (path, result) = match &step {
                Step::Written(change) => (change.path.as_str(), self.restore(change)),
                Step::Removed { path, parked } => (*path, self.unpark(path, parked)),
            };
            if let Err(error) = result {
                lost.push(format!("`{path}` ({error})"));
            }
        }
        if !lost.is_empty() {
            let (lost, staging) = (lost.join(", "), terminal::path(&self.staging.path));
            return failure.note(format_args!(
                "these files could not be restored: {lost}; restore them from version control or from \
                 `{staging}`",
            ));
        }
        let _ = self.staging.clear(self.disk); // the first failure is the one to report
        for folder in self.created.iter().rev() {
            let _ = self.disk.remove_dir(folder); // fails if another program uses it
        }
        failure.note("all files are unchanged")
    }

    fn restore(&self, change: &Change) -> io::Result<()> {
        let target = self.target(&change.path);
        let Some(old) = &change.old else {
            return self.disk.remove_file(&target);
        };
        let staged = self.staging.old_file();
        self.disk.write(&staged, old)?;
        self.disk.rename(&staged, &target)
    }

    fn unpark(&self, path: &str, parked: &Path) -> io::Result<()> {
        let target = self.target(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        self.disk.rename(parked, &target)
    }

    /// Creates a folder and its parents, and notes the ones that did not exist.
    fn create_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing: Vec<_> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            self.disk.create_dir(folder).map_err(|error| {
                Failure::io("create the folder", folder, &error, "check the permissions of its parent")
            })?;
            self.created.push(folder.to_owned());
        }
        Ok(())
    }

    /// Removes the empty folders of files that are no longer generated. Another run may have created
    /// them before it was killed.
    fn remove_empty_folders(&self) {
        for path in &self.plan.stale {
            let inside = Path::new(path).ancestors().skip(1);
            for folder in inside.take_while(|folder| !folder.as_os_str().is_empty()) {
                let folder = self.plan.out.join(folder);
                if folder.exists() && self.disk.remove_dir(&folder).is_err() {
                    break; // not empty
                }
            }
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Failure> {
        self.disk.rename(from, to).map_err(|error| {
            let action = format!("move `{}` to", terminal::path(from));
            Failure::io(
                &action,
                to,
                &error,
                "close other programs that use the file, and run the command again",
            )
        })
    }

    fn target(&self, path: &str) -> PathBuf {
        self.plan.out.join(path)
    }
}

fn edited(path: &Path) -> Failure {
    Failure::new(
        format_args!("`{}` changed while the generator ran", terminal::path(path)),
        "wait for the other program, check its change, and run the command again",
    )
}
