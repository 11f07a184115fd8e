//! The memory and the CPU time of this process, from the files of Linux.

use std::fs;
use std::time::Duration;

use benches::Failure;

/// The memory of this process in kB of 1024 bytes.
pub(super) fn resident() -> Result<u32, Failure> {
    let text = fs::read_to_string("/proc/self/status").map_err(|error| format!("needs Linux: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// Runs an action, and returns the CPU time in seconds that the thread with a name used for it.
pub(super) fn cpu_seconds(
    thread: &str,
    action: impl FnOnce() -> Result<(), Failure>,
) -> Result<f64, Failure> {
    let before = nanoseconds(thread)?;
    action()?;
    Ok(Duration::from_nanos(nanoseconds(thread)? - before).as_secs_f64())
}

/// The CPU time of the thread with a name.
fn nanoseconds(thread: &str) -> Result<u64, Failure> {
    for entry in fs::read_dir("/proc/self/task")? {
        let task = entry?.path();
        if fs::read_to_string(task.join("comm"))?.trim() == thread {
            let statistics = fs::read_to_string(task.join("schedstat"))?;
            return Ok(statistics.split_whitespace().next().ok_or("empty schedstat")?.parse()?);
        }
    }
    Err(format!("no thread has the name `{thread}`").into())
}
