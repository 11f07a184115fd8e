//! Values whose names differ only in a number: `Parameter1.Name`, `Parameter2.Name`, and so on.

use std::ops::RangeInclusive;

use super::encode::Pairs;
use crate::value::ToWire;

/// Sets the value with a number. A second value replaces the first. Returns the reason if there is no such number.
pub(super) fn set(
    pairs: &mut Pairs,
    (before, after): (&str, &str),
    numbers: &RangeInclusive<u32>,
    (number, value): (u32, String),
) -> Result<(), String> {
    if !numbers.contains(&number) {
        let (first, last) = (numbers.start(), numbers.end());
        return Err(format!("`{before}{{n}}{after}` has the numbers {first} to {last}, not {number}"));
    }
    let name = format!("{before}{number}{after}");
    pairs.retain(|(other, _)| *other != name);
    pairs.push((name.into(), value.into()));
    Ok(())
}

/// Adds pairs of values under the numbers that are free, from the first one. Returns the reason if there are too
/// many.
pub(super) fn add<T: ToWire>(
    pairs: &mut Pairs,
    before: &str,
    after: [&str; 2],
    numbers: RangeInclusive<u32>,
    values: impl IntoIterator<Item = (impl Into<T>, impl Into<T>)>,
) -> Result<(), String> {
    let (first, last) = (*numbers.start(), *numbers.end());
    let is_set = |number: u32| {
        let names = after.map(|after| format!("{before}{number}{after}"));
        pairs.iter().any(|(other, _)| names.iter().any(|name| other == name))
    };
    let mut next = { numbers }.find(|number| !is_set(*number));
    for (one, two) in values {
        let Some(number) = next else {
            return Err(format!(
                "`{before}{{n}}` has the numbers {first} to {last}, and there are more values"
            ));
        };
        for (after, value) in after.iter().zip([one.into(), two.into()]) {
            pairs.push((format!("{before}{number}{after}").into(), value.to_wire().into()));
        }
        next = number.checked_add(1).filter(|number| *number <= last);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Pairs, set};

    fn add(
        all: &mut Pairs,
        before: &str,
        after: [&str; 2],
        numbers: std::ops::RangeInclusive<u32>,
        values: Vec<(&'static str, String)>,
    ) -> Result<(), String> {
        super::add::<String>(all, before, after, numbers, values)
    }

    fn shown(pairs: &Pairs) -> String {
        let shown: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", value.parts().concat())).collect();
        shown.join(" ")
    }

    fn pairs(values: &[&'static str]) -> Vec<(&'static str, String)> {
        values.iter().map(|value| (*value, value.to_uppercase())).collect()
    }

    #[test]
    fn values_have_the_number_that_the_caller_gives() {
        let mut all = Pairs::new();
        for (number, value) in [(3, "c"), (1, "a"), (3, "d")] {
            set(&mut all, ("F", ".x"), &(1..=3), (number, value.to_owned())).unwrap();
        }
        assert_eq!(shown(&all), "F1.x=a F3.x=d");
        for number in [0, 4, u32::MAX] {
            let error = set(&mut all, ("F", ".x"), &(1..=3), (number, "e".to_owned())).unwrap_err();
            assert_eq!(error, format!("`F{{n}}.x` has the numbers 1 to 3, not {number}"));
        }
        assert_eq!(shown(&all), "F1.x=a F3.x=d");
    }

    #[test]
    fn pairs_are_numbered_in_their_order() {
        let mut all = Pairs::new();
        add(&mut all, "P", [".k", ".v"], 2..=4, pairs(&["a", "b"])).unwrap();
        add(&mut all, "P", [".k", ".v"], 2..=4, pairs(&[])).unwrap();
        add(&mut all, "P", [".k", ".v"], 2..=4, pairs(&["c"])).unwrap();
        assert_eq!(shown(&all), "P2.k=a P2.v=A P3.k=b P3.v=B P4.k=c P4.v=C");
        let error = add(&mut all, "P", [".k", ".v"], 2..=4, pairs(&["d"])).unwrap_err();
        assert_eq!(error, "`P{n}` has the numbers 2 to 4, and there are more values");
        assert!(add(&mut all, "P", [".k", ".v"], 2..=4, pairs(&[])).is_ok());
        let mut top = Pairs::new();
        add(&mut top, "P", ["", "b"], u32::MAX - 1..=u32::MAX, pairs(&["a", "b"])).unwrap();
        assert!(add(&mut top, "P", ["", "b"], u32::MAX - 1..=u32::MAX, pairs(&["c"])).is_err());
    }
}
