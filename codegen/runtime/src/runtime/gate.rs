//! How many requests of a client may be under way at once: fewer after a 429, and slowly more
//! again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::error::Result;
use super::response::Raw;

/// How the limit moves: a pure rule.
///
/// A 429 halves it, once for all the requests that were under way together; as many answers as it
/// counts raise it by one again, up to where it began.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Width {
    most: usize,
    now: usize,
    /// Answers since it moved last.
    answers: usize,
    /// How often it was narrowed.
    round: u64,
}

impl Width {
    fn new(most: usize) -> Self {
        Self { most, now: most, answers: 0, round: 0 }
    }

    /// After a 429 of a request that began in this round.
    fn refused(&mut self, round: u64) {
        if round == self.round {
            self.now = (self.now / 2).max(1);
            self.answers = 0;
            self.round += 1;
        }
    }

    /// After any other answer of a request that began in this round.
    fn answered(&mut self, round: u64) {
        if round != self.round || self.now == self.most {
            return;
        }
        self.answers += 1;
        if self.answers >= self.now {
            self.now += 1;
            self.answers = 0;
        }
    }
}

/// The limit and those who wait for it.
pub(super) struct Gate {
    turns: Semaphore,
    state: Mutex<State>,
}

struct State {
    width: Width,
    /// Turns that are taken and not to be given back, since the gate is narrower now.
    surplus: usize,
}

impl Gate {
    /// At least one request may be under way.
    pub(super) fn new(most: usize) -> Self {
        let most = most.clamp(1, Semaphore::MAX_PERMITS);
        let state = Mutex::new(State { width: Width::new(most), surplus: 0 });
        Self { turns: Semaphore::new(most), state }
    }

    /// Waits until a request may be sent. The turn ends when it is dropped.
    pub(super) async fn turn(&self) -> Turn<'_> {
        // The semaphore is never closed; if it were, requests would go through.
        let permit = self.turns.acquire().await.ok();
        let round = self.state().width.round;
        Turn { gate: self, permit, round }
    }

    /// How many requests may be under way now.
    pub(super) fn width(&self) -> usize {
        self.state().width.now
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Numbers that a panic left behind are still numbers.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the limit, and the number of turns with it.
    fn change(&self, change: impl FnOnce(&mut Width)) {
        let mut state = self.state();
        let before = state.width.now;
        change(&mut state.width);
        let after = state.width.now;
        if after < before {
            let narrower = before - after;
            // Turns that are taken are not given back later.
            state.surplus += narrower - self.turns.forget_permits(narrower);
        }
        for _ in before..after {
            match state.surplus.checked_sub(1) {
                Some(less) => state.surplus = less,
                None => self.turns.add_permits(1),
            }
        }
    }
}

/// The right to have one request under way.
pub(super) struct Turn<'g> {
    gate: &'g Gate,
    permit: Option<SemaphorePermit<'g>>,
    round: u64,
}

impl Turn<'_> {
    /// Ends the turn with what came of it.
    pub(super) fn end(self, outcome: &Result<Raw>) {
        let status = match outcome {
            Ok(raw) => Some(raw.head.status),
            Err(error) => error.status(),
        };
        match status {
            Some(429) => self.gate.change(|width| width.refused(self.round)),
            Some(200..=499) => self.gate.change(|width| width.answered(self.round)),
            // A server in trouble, or none: that says nothing about the limit.
            _ => {}
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        if let Some(less) = state.surplus.checked_sub(1) {
            state.surplus = less;
            if let Some(permit) = self.permit.take() {
                permit.forget();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_429_halves_the_limit_and_answers_raise_it_again() {
        // what comes: x a 429 of the current round, o a 429 of an older one, . an answer → limit
        let table = [
            ("", 8),
            ("........", 8),
            ("x", 4),
            ("xo", 4),
            ("xx", 2),
            ("xxxxxx", 1),
            ("x...", 4),
            ("x....", 5),
            ("x.........", 6),
            ("x...x..", 3),
            ("x...x.....", 4),
            ("xxx.", 2),
            ("x..........................", 8),
            ("x...........................................", 8),
        ];
        for (events, wanted) in table {
            let mut width = Width::new(8);
            for event in events.chars() {
                let round = width.round;
                match event {
                    'x' => width.refused(round),
                    'o' => width.refused(round - 1),
                    _ => width.answered(round),
                }
            }
            assert_eq!(width.now, wanted, "{events}");
        }
    }

    #[test]
    fn an_answer_to_a_request_from_before_does_not_widen() {
        let mut width = Width::new(2);
        width.refused(0);
        width.answered(0);
        assert_eq!(width.now, 1);
        width.answered(1);
        assert_eq!(width.now, 2);
    }

    #[test]
    fn turns_that_are_taken_when_it_narrows_do_not_come_back() {
        let gate = Gate::new(4);
        let take = || Turn { gate: &gate, permit: gate.turns.try_acquire().ok(), round: 0 };
        let turns = [take(), take(), take()];
        gate.change(|width| width.refused(0));
        assert_eq!((gate.width(), gate.turns.available_permits(), gate.state().surplus), (2, 0, 1));
        let [first, second, third] = turns;
        drop(first);
        assert_eq!((gate.turns.available_permits(), gate.state().surplus), (0, 0));
        drop(second);
        assert_eq!(gate.turns.available_permits(), 1);
        gate.change(|width| {
            width.answered(1);
            width.answered(1);
        });
        drop(third);
        assert_eq!((gate.width(), gate.turns.available_permits()), (3, 3));
    }

    #[test]
    fn there_is_always_room_for_one_and_never_for_too_many() {
        assert_eq!((Gate::new(0).width(), Gate::new(usize::MAX).width()), (1, Semaphore::MAX_PERMITS));
    }
}
