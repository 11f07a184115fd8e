//! Rounds in turn, and the table of what came out.

use std::time::{Duration, Instant};

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

/// Lets two sides take turns and compares their times round by round.
///
/// The side that begins changes with each round; the first round warms both up and does not count.
pub fn compare(
    rounds: usize,
    mut ours: impl FnMut() -> Result<(), Failure>,
    mut by_hand: impl FnMut() -> Result<(), Failure>,
) -> Result<Vec<f64>, Failure> {
    let mut ratios = Vec::new();
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
            ratios.push(mine.as_secs_f64() / other.as_secs_f64());
        }
    }
    Ok(ratios)
}

fn timed(side: &mut impl FnMut() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let start = Instant::now();
    side()?;
    Ok(start.elapsed())
}

/// Prints the head of the table.
pub fn head() {
    println!(
        "{:<58} {:>6}  {:>13}  {:>6}",
        "ratio to the hand-written loop", "median", "quartiles", "target"
    );
}

/// Prints a line of the table: median and quartiles of the ratios.
pub fn line(what: &str, target: Target, mut ratios: Vec<f64>) {
    ratios.sort_by(f64::total_cmp);
    let at = |quarter: usize| ratios.get((ratios.len() - 1) * quarter / 4).copied().unwrap_or(f64::NAN);
    let quartiles = format!("{:.3} – {:.3}", at(1), at(3));
    let mark = if target.is_met(at(2)) { "" } else { "  missed" };
    println!("{what:<58} {:>6.3}  {quartiles:>13}  {:>6}{mark}", at(2), target.shown());
}
