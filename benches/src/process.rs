//! The memory and the CPU time of this process, from the files of Linux.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::Failure;

/// The memory of this process in kB of 1024 bytes.
pub fn resident() -> Result<u32, Failure> {
    let text = fs::read_to_string("/proc/self/status").map_err(|error| format!("needs Linux: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// Runs an action, and returns the CPU time in seconds that the thread with a name used for it.
pub fn cpu_seconds(thread: &str, action: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let before = nanoseconds(thread)?;
    action()?;
    Ok(Duration::from_nanos(nanoseconds(thread)? - before).as_secs_f64())
}

/// Runs an action, and returns the CPU time in seconds that this thread used for it.
pub fn own_cpu_seconds(action: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let before = of_task("/proc/thread-self".as_ref())?;
    action()?;
    Ok(Duration::from_nanos(of_task("/proc/thread-self".as_ref())? - before).as_secs_f64())
}

/// The CPU time of the thread with a name.
fn nanoseconds(thread: &str) -> Result<u64, Failure> {
    for entry in fs::read_dir("/proc/self/task")? {
        let task = entry?.path();
        if fs::read_to_string(task.join("comm"))?.trim() == thread {
            return of_task(&task);
        }
    }
    Err(format!("no thread has the name `{thread}`").into())
}

/// The CPU time of the thread with a folder.
fn of_task(folder: &Path) -> Result<u64, Failure> {
    let statistics = fs::read_to_string(folder.join("schedstat"));
    let statistics = statistics.map_err(|error| format!("needs Linux: {error}"))?;
    Ok(statistics.split_whitespace().next().ok_or("empty schedstat")?.parse()?)
}
