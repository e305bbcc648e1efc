//! Exact amounts: decimal numbers, with a denominator where the text gives a fraction.

/// `mantissa × 10^exponent ÷ denominator`, kept exact until it is written as a float, so that
/// `103,7 millions` is 103,700,000 and nothing beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    mantissa: i128,
    exponent: i32,
    denominator: i128,
}

/// Powers of ten beyond this are no quantity of the world; it also keeps every alignment of two
/// exponents within the range of `i128`.
const LARGEST_EXPONENT: i32 = 36;

impl Amount {
    pub(super) const ONE: Self = Self { mantissa: 1, exponent: 0, denominator: 1 };

    pub(super) fn integer(value: i128) -> Self {
        Self { mantissa: value, exponent: 0, denominator: 1 }
    }

    /// The ratio of two integers; `None` for a zero denominator.
    pub(super) fn ratio(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0)
            .then_some(Self { mantissa: numerator, exponent: 0, denominator }.reduced())
    }

    /// Reads ASCII digits before and after the decimal mark; `None` for more than an `i128` holds.
    pub(super) fn digits(whole: &str, fraction: &str) -> Option<Self> {
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
        }
        let exponent = -i32::try_from(fraction.len()).ok()?;
        Self { mantissa, exponent, denominator: 1 }.bounded()
    }

    /// The decimal number closest to `value` when written with its shortest digits.
    pub(super) fn from_f64(value: f64) -> Option<Self> {
        let text = value.is_finite().then(|| format!("{value}"))?;
        let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        Self::digits(whole, fraction)?.times(Self::integer(sign))
    }

    pub(super) fn power_of_ten(exponent: i32) -> Self {
        Self { mantissa: 1, exponent, denominator: 1 }
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        Self {
            mantissa: self.mantissa.checked_mul(other.mantissa)?,
            exponent: self.exponent.checked_add(other.exponent)?,
            denominator: self.denominator.checked_mul(other.denominator)?,
        }
        .reduced()
        .bounded()
    }

    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.mantissa == 0 {
            return None;
        }
        Self {
            mantissa: self.mantissa.checked_mul(other.denominator)?,
            exponent: self.exponent.checked_sub(other.exponent)?,
            denominator: self.denominator.checked_mul(other.mantissa)?,
        }
        .reduced()
        .bounded()
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let left = self.aligned(exponent)?.checked_mul(other.denominator)?;
        let right = other.aligned(exponent)?.checked_mul(self.denominator)?;
        Self {
            mantissa: left.checked_add(right)?,
            exponent,
            denominator: self.denominator.checked_mul(other.denominator)?,
        }
        .reduced()
        .bounded()
    }

    pub(super) fn negated(self) -> Self {
        Self { mantissa: self.mantissa.checked_neg().unwrap_or(i128::MAX), ..self }
    }

    /// The value as an integer, where it is one.
    pub(super) fn as_integer(self) -> Option<i128> {
        if self.denominator != 1 {
            return None;
        }
        if self.exponent >= 0 {
            return self.aligned(0);
        }
        let scale = 10_i128.checked_pow(self.exponent.unsigned_abs())?;
        (self.mantissa % scale == 0).then_some(self.mantissa / scale)
    }

    /// The nearest float.
    pub(super) fn to_f64(self) -> f64 {
        let decimal = match (u32::try_from(self.exponent), self.exponent) {
            (_, 0) => self.mantissa as f64,
            // A decimal literal always parses; the fallback differs by rounding alone.
            _ => format!("{}e{}", self.mantissa, self.exponent)
                .parse()
                .unwrap_or(self.mantissa as f64 * 10_f64.powi(self.exponent)),
        };
        if self.denominator == 1 { decimal } else { decimal / self.denominator as f64 }
    }

    fn aligned(self, exponent: i32) -> Option<i128> {
        let up = u32::try_from(self.exponent.checked_sub(exponent)?).ok()?;
        self.mantissa.checked_mul(10_i128.checked_pow(up)?)
    }

    fn bounded(self) -> Option<Self> {
        (self.exponent.abs() <= LARGEST_EXPONENT).then_some(self)
    }

    fn reduced(self) -> Self {
        let mut this = self;
        while this.denominator % 10 == 0 && this.exponent > -LARGEST_EXPONENT {
            (this.denominator, this.exponent) = (this.denominator / 10, this.exponent - 1);
        }
        if this.denominator == 1 {
            return this;
        }
        this.lowest_terms()
    }

    fn lowest_terms(self) -> Self {
        let mut divisor = (self.mantissa.unsigned_abs(), self.denominator.unsigned_abs());
        while divisor.1 != 0 {
            divisor = (divisor.1, divisor.0 % divisor.1);
        }
        // The greatest common divisor of a non-zero denominator is at least 1 and fits it.
        let divisor = i128::try_from(divisor.0).unwrap_or(1).max(1);
        let sign = self.denominator.signum();
        Self {
            mantissa: self.mantissa / divisor * sign,
            exponent: self.exponent,
            denominator: self.denominator / divisor * sign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_stay_exact_under_factors() {
        let millions = |whole, fraction| {
            Amount::digits(whole, fraction).and_then(|n| n.times(Amount::power_of_ten(6)))
        };
        assert_eq!(millions("103", "7").map(Amount::to_f64), Some(103_700_000.0));
        assert_eq!(millions("0", "1").map(Amount::to_f64), Some(100_000.0));
        let pence = Amount::digits("151", "9").and_then(|n| n.times(Amount::ratio(1, 100)?));
        assert_eq!(pence.map(Amount::to_f64), Some(1.519));
    }

    #[test]
    fn fractions_add_and_reduce() {
        let third = Amount::ratio(1, 3).and_then(|n| n.plus(Amount::ratio(1, 6)?));
        assert_eq!(third, Amount::ratio(1, 2));
        assert_eq!(Amount::ratio(1, 0), None);
        assert_eq!(Amount::integer(6).over(Amount::integer(-4)), Amount::ratio(-3, 2));
    }

    #[test]
    fn what_no_number_holds_is_refused() {
        assert_eq!(Amount::digits(&"9".repeat(60), ""), None);
        assert_eq!(Amount::power_of_ten(30).times(Amount::power_of_ten(30)), None);
    }
}
