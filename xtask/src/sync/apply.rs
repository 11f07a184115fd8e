//! Carries out a plan, wholly or not at all.
//!
//! All new contents are written into a folder of their own first, which is where things go wrong
//! (space, permissions). Then each takes its place by a rename, so that whoever looks, or stops
//! the run, finds every file either old or new. The record comes last: a run that was stopped
//! still knows its files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Change, Plan};
use crate::failure::Failure;
use crate::manifest::{self, STAGING};
use crate::memory;

/// Makes the folder be what the plan says. If that fails, it is what it was.
pub(crate) fn apply(plan: &Plan) -> Result<(), Failure> {
    apply_with(plan, &|path, bytes| fs::write(path, bytes))
}

/// How a new file is written; a test has a disk that gets full.
type Write<'w> = &'w dyn Fn(&Path, &[u8]) -> io::Result<()>;

pub(super) fn apply_with(plan: &Plan, write: Write<'_>) -> Result<(), Failure> {
    let mut run = Run { plan, write, staging: plan.out.join(STAGING), made: Vec::new(), done: Vec::new() };
    run.clear_staging()?;
    if plan.is_done() {
        memory::remember(&plan.out, &plan.hashes);
        return Ok(());
    }
    let result = run.prepare().and_then(|()| run.commit());
    match result {
        Ok(()) => {
            run.clear_staging()?;
            run.drop_empty_folders();
            memory::remember(&plan.out, &plan.hashes);
            Ok(())
        }
        Err(failure) => Err(run.undo(failure)),
    }
}

struct Run<'a> {
    plan: &'a Plan,
    write: Write<'a>,
    staging: PathBuf,
    /// Folders that were not there, parents first.
    made: Vec<PathBuf>,
    done: Vec<Step<'a>>,
}

enum Step<'a> {
    Written(&'a Change),
    Removed { path: &'a str, parked: PathBuf },
}

impl<'a> Run<'a> {
    /// Takes away what this run, or one that was stopped, left there.
    fn clear_staging(&self) -> Result<(), Failure> {
        match fs::symlink_metadata(&self.staging) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Ok(about) if !about.is_dir() => {
                return Err(super::in_the_way(&self.staging, "no folder", "temporary folder"));
            }
            _ => {}
        }
        fs::remove_dir_all(&self.staging)
            .map_err(|error| Failure::io("remove", &self.staging, &error, "remove that folder by hand"))
    }

    /// Everything that needs space or permission, without touching a file that counts.
    fn prepare(&mut self) -> Result<(), Failure> {
        let help = "check that the folder may be written; nothing was changed";
        self.make_folder(&self.staging.clone())?;
        for (number, change) in self.plan.written().enumerate() {
            let staged = self.staged(number);
            (self.write)(&staged, &change.new)
                .map_err(|error| Failure::io("write", &staged, &error, help))?;
            if let Some(parent) = self.target(&change.path).parent() {
                self.make_folder(parent)?;
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
            if super::look(&self.plan.out, path)?.map(|bytes| manifest::hash(&bytes))
                != self.plan.parting(path)
            {
                return Err(edited(&target));
            }
            rename(&target, &parked)?;
            self.done.push(Step::Removed { path, parked });
        }
        self.plan.record.iter().try_for_each(|record| self.put(files, record))
    }

    /// Gives a file its place, unless somebody changed what stands there since the plan was made.
    fn put(&mut self, number: usize, change: &'a Change) -> Result<(), Failure> {
        if super::look(&self.plan.out, &change.path)? != change.old {
            return Err(edited(&self.target(&change.path)));
        }
        rename(&self.staged(number), &self.target(&change.path))?;
        self.done.push(Step::Written(change));
        Ok(())
    }

    /// Puts everything back, and says so, or what could not be put back.
    fn undo(mut self, failure: Failure) -> Failure {
        let mut lost = Vec::new();
        while let Some(step) = self.done.pop() {
            let (path, result) = match &step {
                Step::Written(change) => (change.path.as_str(), self.put_back(change)),
                Step::Removed { path, parked } => (*path, fs::rename(parked, self.target(path))),
            };
            if let Err(error) = result {
                lost.push(format!("`{path}` ({error})"));
            }
        }
        if !lost.is_empty() {
            let staging = self.staging.display();
            return failure.note(format_args!(
                "these could not be put back: {}; what was there is in version control, or in \
                 `{staging}`",
                lost.join(", ")
            ));
        }
        let _ = fs::remove_dir_all(&self.staging); // the failure itself is the one to report
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder); // not empty: somebody else uses it by now
        }
        failure.note("everything is as it was before")
    }

    fn put_back(&self, change: &Change) -> io::Result<()> {
        let target = self.target(&change.path);
        let Some(old) = &change.old else {
            return fs::remove_file(target);
        };
        let staged = self.staging.join("old");
        fs::write(&staged, old)?;
        fs::rename(staged, target)
    }

    /// Makes a folder and its parents, and remembers which were not there.
    fn make_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing: Vec<_> = folder.ancestors().take_while(|known| !known.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir(folder).map_err(|error| {
                Failure::io("make the folder", folder, &error, "check the folder above it")
            })?;
            self.made.push(folder.to_owned());
        }
        Ok(())
    }

    /// Folders that lost their last file go too, up to the one that is written.
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
        format_args!("`{}` was changed by somebody else while this ran", path.display()),
        "let the other program finish, look at its change, and run this again",
    )
}

fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::rename(from, to).map_err(|error| {
        let tried = format!("move `{}` to", from.display());
        Failure::io(&tried, to, &error, "check that no other program holds the file, and try again")
    })
}
