//! Rounds in turn, and the table of what came out.
//!
//! Two numbers tell the same thing in two ways. The median of the ratios of all rounds is what one
//! sees on a quiet machine. The ratio of the fastest tenths compares what each side takes when nothing
//! comes in between, and hardly moves on a busy one. The target is compared with the latter.

use std::time::Instant;

use crate::Failure;

/// What the ratio has to be.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

impl Target {
    fn is_met(self, ratio: f64) -> bool {
        match self {
            Self::AtMost(bound) => ratio <= bound,
            Self::AtLeast(bound) => ratio >= bound,
        }
    }

    fn shown(self) -> String {
        match self {
            Self::AtMost(bound) => format!("≤ {bound:.2}"),
            Self::AtLeast(bound) => format!("≥ {bound:.2}"),
        }
    }
}

/// What two sides took, round by round, in seconds.
#[derive(Debug, Default)]
pub struct Times {
    ours: Vec<f64>,
    by_hand: Vec<f64>,
}

impl Times {
    /// The ratios of the rounds, smallest first.
    fn ratios(&self) -> Vec<f64> {
        let mut ratios: Vec<f64> =
            self.ours.iter().zip(&self.by_hand).map(|(ours, by_hand)| ours / by_hand).collect();
        ratios.sort_by(f64::total_cmp);
        ratios
    }

    /// The ratio of what both sides take undisturbed.
    fn undisturbed(&self) -> f64 {
        fastest(&self.ours) / fastest(&self.by_hand)
    }
}

/// The time that a twentieth of the rounds stay below: the middle of the fastest tenth.
fn fastest(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 20).copied().unwrap_or(f64::NAN)
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Lets two sides take turns and notes their times.
///
/// The side that begins changes with each round; the first round warms both up and does not count.
pub fn compare(
    rounds: usize,
    mut ours: impl FnMut() -> Result<(), Failure>,
    mut by_hand: impl FnMut() -> Result<(), Failure>,
) -> Result<Times, Failure> {
    let mut times = Times::default();
    for round in 0..=rounds {
        let (mine, other);
        if round % 2 == 0 {
            mine = timed(&mut ours)?;
            other = timed(&mut by_hand)?;
        } else {
            other = timed(&mut by_hand)?;
            mine = timed(&mut ours)?;
        }
        if round > 0 {
            times.ours.push(mine);
            times.by_hand.push(other);
        }
    }
    Ok(times)
}

fn timed(side: &mut impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let start = Instant::now();
    side()?;
    Ok(start.elapsed().as_secs_f64())
}

/// Prints the head of a table: what everything in it is compared with.
pub fn head(base: &str) {
    let base = format!("ratio to {base}");
    println!("{:<58} {:>11}  {:>6}  {:>13}  {:>6}", base, "undisturbed", "median", "quartiles", "target");
}

/// Prints a line of the table for what should be fast.
pub fn line(what: &str, target: Target, times: &Times) {
    print(what, target, times.undisturbed(), &times.ratios());
}

/// Prints a line of the table for speed: how many times as much a second as by hand.
pub fn speedup(what: &str, target: Target, times: &Times) {
    let mut ratios: Vec<f64> = times.ratios().into_iter().map(f64::recip).collect();
    ratios.reverse();
    print(what, target, times.undisturbed().recip(), &ratios);
}

/// Prints a line for numbers that no machine disturbs.
pub fn exact(what: &str, target: Target, ratio: f64) {
    print(what, target, ratio, &[ratio]);
}

fn print(what: &str, target: Target, undisturbed: f64, ratios: &[f64]) {
    let at = |quarter: usize| ratios.get((ratios.len() - 1) * quarter / 4).copied().unwrap_or(f64::NAN);
    let quartiles = format!("{:.3} – {:.3}", at(1), at(3));
    let mark = if target.is_met(undisturbed) { "" } else { "  missed" };
    println!("{what:<58} {undisturbed:>11.3}  {:>6.3}  {quartiles:>13}  {:>6}{mark}", at(2), target.shown());
}
