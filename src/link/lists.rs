//! Many short lists in little memory.

/// Lists one behind the other, each known by its number.
#[derive(Debug)]
pub(super) struct Lists<T> {
    members: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { members: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// Adds a list.
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.members.extend(list);
        self.ends.push(self.members.len());
    }

    pub(super) fn get(&self, number: usize) -> &[T] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start..self.ends[number]]
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many members they have together.
    pub(super) fn members(&self) -> usize {
        self.members.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[T]> + Clone {
        (0..self.len()).map(|number| self.get(number))
    }
}

impl Lists<u32> {
    /// Sorts `pairs` of list and member into `count` lists; members stay in their order.
    pub(super) fn of_pairs(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut ends = vec![0_usize; count + 1];
        for (list, _) in pairs.clone() {
            ends[list as usize + 1] += 1;
        }
        for list in 0..count {
            ends[list + 1] += ends[list];
        }
        let mut members = vec![0; ends[count]];
        for (list, member) in pairs {
            let end = &mut ends[list as usize];
            members[*end] = member;
            *end += 1;
        }
        ends.pop();
        Self { members, ends }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_sorted_into_lists() {
        let pairs = [(2, 7), (0, 1), (2, 3), (0, 9)];
        let lists = Lists::of_pairs(4, pairs.into_iter());
        let all: Vec<&[u32]> = lists.iter().collect();
        assert_eq!(all, [&[1, 9][..], &[], &[7, 3], &[]]);
    }
}
