//! What the confidence of claims is worth.

use serde::Serialize;

/// Bins of confidence that the calibration error averages over.
const BINS: usize = 10;
/// The confidences to tell precision and recall for, in tenths.
const LEAST: [u8; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/// Precision and recall of the claims from a confidence on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Least {
    /// What `--min-confidence` would be.
    pub least: f64,
    /// Of the claims that stay, how many are right; 1 where none stays.
    pub precision: f64,
    /// Of the gold claims, how many are found.
    pub recall: f64,
}

/// What the confidence of claims is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Confidence {
    /// Expected calibration error: how far, on average over the claims, the confidence of a bin of
    /// ten lies from the share of its claims that are right.
    pub calibration_error: f64,
    /// Precision and recall from each tenth on.
    pub by_least: Vec<Least>,
}

impl Confidence {
    /// From the confidence of each found claim and whether it is right, and the number of gold claims.
    pub(super) fn of(told: &[(f32, bool)], gold: usize) -> Self {
        let share = |part: usize, whole: usize, none: f64| {
            if whole == 0 { none } else { part as f64 / whole as f64 }
        };
        let by_least = LEAST
            .iter()
            .map(|tenths| {
                let least = f64::from(*tenths) / 10.0;
                let stay = || told.iter().filter(|(confidence, _)| f64::from(*confidence) >= least);
                let right = stay().filter(|(_, right)| *right).count();
                Least {
                    least,
                    precision: share(right, stay().count(), 1.0),
                    recall: share(right, gold, 0.0),
                }
            })
            .collect();
        let mut bins = [(0.0_f64, 0.0_f64); BINS];
        for (confidence, right) in told {
            #[allow(clippy::cast_sign_loss, reason = "a probability is not negative")]
            let bin = (f64::from(*confidence) * BINS as f64) as usize;
            let (confidences, rights) = &mut bins[bin.min(BINS - 1)];
            *confidences += f64::from(*confidence);
            *rights += f64::from(u8::from(*right));
        }
        let apart: f64 =
            bins.iter().map(|(confidences, rights)| (confidences - rights).abs()).sum();
        let calibration_error = if told.is_empty() { 0.0 } else { apart / told.len() as f64 };
        Self { calibration_error, by_least }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_least_trades_recall_for_precision() {
        let told = [(0.95, true), (0.85, true), (0.55, false), (0.35, true)];
        let confidence = Confidence::of(&told, 5);
        let at = |tenth: usize| {
            (confidence.by_least[tenth].precision, confidence.by_least[tenth].recall)
        };
        assert_eq!(at(0), (0.75, 0.6));
        assert_eq!(at(6), (1.0, 0.4));
        assert_eq!(at(9), (1.0, 0.2));
    }

    #[test]
    fn the_calibration_error_is_the_mean_distance_of_bins() {
        // One bin: ten claims of confidence 0.8, of which six are right.
        let told: Vec<_> = (0..10).map(|number| (0.8, number < 6)).collect();
        assert!((Confidence::of(&told, 10).calibration_error - 0.2).abs() < 1e-6);
        assert!(Confidence::of(&[], 3).calibration_error.abs() < 1e-9);
    }
}
