//! Runs two sides in turns, and prints a table of the results.
//!
//! There are two results. `median` is the median of the ratios of all rounds. `undisturbed` is the ratio of
//! the fastest tenth of the rounds of each side. Other work on the machine changes it less, so it is compared
//! with the target.

use std::time::Instant;

use crate::Failure;

/// The target for a ratio.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// The ratio must not exceed this.
    AtMost(f64),
    /// The ratio must reach this.
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

/// The times of two sides in each round, in seconds.
#[derive(Debug, Default)]
pub struct Times {
    ours: Vec<f64>,
    by_hand: Vec<f64>,
}

impl Times {
    /// The ratios of the rounds, sorted.
    fn ratios(&self) -> Vec<f64> {
        let mut ratios: Vec<f64> =
            self.ours.iter().zip(&self.by_hand).map(|(ours, by_hand)| ours / by_hand).collect();
        ratios.sort_by(f64::total_cmp);
        ratios
    }

    /// The time of the fastest rounds of our side, in seconds.
    pub fn fastest(&self) -> f64 {
        fastest(&self.ours)
    }

    /// The time of the fastest rounds of the other side, in seconds.
    pub fn fastest_of_other(&self) -> f64 {
        fastest(&self.by_hand)
    }

    /// The ratio of the fastest rounds of each side.
    fn undisturbed(&self) -> f64 {
        fastest(&self.ours) / fastest(&self.by_hand)
    }
}

/// The median of the fastest tenth of the times.
fn fastest(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 20).copied().unwrap_or(f64::NAN)
}

/// The median.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Runs two sides in turns and records their times.
///
/// The side that runs first alternates. The first round is a warm-up and does not count.
pub fn compare(
    rounds: usize,
    mut ours: impl FnMut() -> Result<(), Failure>,
    mut by_hand: impl FnMut() -> Result<(), Failure>,
) -> Result<Times, Failure> {
    compare_seconds(rounds, || timed(&mut ours), || timed(&mut by_hand))
}

/// As [`compare`], for sides that return their times in seconds.
pub fn compare_seconds(
    rounds: usize,
    mut ours: impl FnMut() -> Result<f64, Failure>,
    mut by_hand: impl FnMut() -> Result<f64, Failure>,
) -> Result<Times, Failure> {
    let mut times = Times::default();
    for round in 0..=rounds {
        let (mine, other);
        if round % 2 == 0 {
            mine = ours()?;
            other = by_hand()?;
        } else {
            other = by_hand()?;
            mine = ours()?;
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

/// Prints the head of a table. `base` is the other side of all its comparisons.
pub fn head(base: &str) {
    let base = format!("ratio to {base}");
    println!("{:<58} {:>11}  {:>6}  {:>13}  {:>6}", base, "undisturbed", "median", "quartiles", "target");
}

/// Prints the line of a time.
pub fn line(what: &str, target: Target, times: &Times) {
    print(what, target, times.undisturbed(), &times.ratios());
}

/// Prints the line of a throughput, relative to the other side.
pub fn speedup(what: &str, target: Target, times: &Times) {
    let mut ratios: Vec<f64> = times.ratios().into_iter().map(f64::recip).collect();
    ratios.reverse();
    print(what, target, times.undisturbed().recip(), &ratios);
}

/// Prints the line of a ratio that does not depend on the machine.
pub fn exact(what: &str, target: Target, ratio: f64) {
    print(what, target, ratio, &[ratio]);
}

fn print(what: &str, target: Target, undisturbed: f64, ratios: &[f64]) {
    let at = |quarter: usize| ratios.get((ratios.len() - 1) * quarter / 4).copied().unwrap_or(f64::NAN);
    let quartiles = format!("{:.3} – {:.3}", at(1), at(3));
    let mark = if target.is_met(undisturbed) { "" } else { "  missed" };
    println!("{what:<58} {undisturbed:>11.3}  {:>6.3}  {quartiles:>13}  {:>6}{mark}", at(2), target.shown());
}
