//! Layered layout: nodes in columns, ordered so that few edges cross, each node as near to what it is tied to as the others
//! let it.
//!
//! It knows indices and heights alone. Whole numbers only, so that every machine draws the same. Each step looks at each
//! edge a fixed number of times.

/// How often the columns are ordered, there and back.
const SWEEPS: usize = 4;

/// Nodes by columns, from left to right; each column from top to bottom.
pub(super) struct Layers {
    pub columns: Vec<Vec<usize>>,
    /// For each node its neighbours in the columns beside its own, to the left and to the right.
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

/// What [`Layers::tops`] is told, for each node.
struct Sizes<'s> {
    heights: &'s [i32],
    ports: &'s [i32],
    gap: i32,
}

impl Layers {
    /// Columns of nodes, and edges that each lead from a node to one in the next column.
    pub fn new(columns: Vec<Vec<usize>>, edges: &[(usize, usize)]) -> Self {
        let count = columns.iter().flatten().max().map_or(0, |last| last + 1);
        let (mut left, mut right) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (from, to) in edges {
            right[*from].push(*to);
            left[*to].push(*from);
        }
        Self { columns, left, right }
    }

    /// Puts each column but the fixed one into the order in which the fewest edges cross, as far as barycentres find it.
    pub fn order(&mut self, fixed: usize) {
        let mut best = (self.crossings(), self.columns.clone());
        for _ in 0..SWEEPS {
            for column in fixed + 1..self.columns.len() {
                self.sort(column, true);
            }
            for column in (0..fixed).rev() {
                self.sort(column, false);
            }
            // And back, so that what lies outside has a say too; the fixed column keeps its order.
            for column in (fixed + 1..self.columns.len().saturating_sub(1)).rev() {
                self.sort(column, false);
            }
            for column in 1..fixed {
                self.sort(column, true);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    /// Sorts a column by the mean place of each node's neighbours on one side. Who has none there stays where it is.
    fn sort(&mut self, column: usize, by_left: bool) {
        let other = if by_left { column - 1 } else { column + 1 };
        let places = self.places(other);
        let neighbours = if by_left { &self.left } else { &self.right };
        let scale = (self.columns[other].len().max(1), self.columns[column].len().max(1));
        let mut keyed: Vec<(i64, usize)> = Vec::with_capacity(self.columns[column].len());
        for (place, node) in self.columns[column].iter().enumerate() {
            let found = &neighbours[*node];
            let key = if found.is_empty() {
                (2 * place as i64 + 1) * 10_000 / scale.1 as i64
            } else {
                let sum: i64 = found.iter().map(|other| 2 * places[*other] + 1).sum();
                sum * 10_000 / (found.len() * scale.0) as i64
            };
            keyed.push((key, *node));
        }
        keyed.sort_by_key(|(key, _)| *key);
        self.columns[column] = keyed.into_iter().map(|(_, node)| node).collect();
    }

    /// For each node of a column its place from the top.
    fn places(&self, column: usize) -> Vec<i64> {
        let mut places = vec![0; self.left.len()];
        for (place, node) in self.columns[column].iter().enumerate() {
            places[*node] = place as i64;
        }
        places
    }

    /// How often edges cross.
    pub fn crossings(&self) -> u64 {
        (1..self.columns.len()).map(|column| self.crossings_before(column)).sum()
    }

    /// How often the edges into a column cross: for each edge those before it that end below it, counted in a Fenwick tree.
    fn crossings_before(&self, column: usize) -> u64 {
        let places = self.places(column);
        let size = self.columns[column].len();
        let (mut tree, mut crossings, mut seen) = (vec![0_u64; size + 1], 0, 0);
        for node in &self.columns[column - 1] {
            let mut ends: Vec<usize> = self.right[*node].iter().map(|to| places[*to] as usize).collect();
            ends.sort_unstable();
            for end in &ends {
                let (mut at, mut not_below) = (end + 1, 0);
                while at > 0 {
                    not_below += tree[at];
                    at &= at - 1;
                }
                crossings += seen - not_below;
            }
            for end in ends {
                let mut at = end + 1;
                while at <= size {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
        }
        crossings
    }

    /// The top of each node, for nodes of these heights with a gap between: the tallest column first and without holes, the
    /// others beside it, each node at the mean of its neighbours as far as its column's order lets it, so that edges lie
    /// level where they can: `ports` are how far below a node's top its edges begin. Also gives the height of it all.
    pub fn tops(&self, heights: &[i32], ports: &[i32], gap: i32) -> (Vec<i32>, i32) {
        let sizes = Sizes { heights, ports, gap };
        let tall = |column: &Vec<usize>| column.iter().map(|node| heights[*node] + gap).sum::<i32>();
        let mut tops = vec![0; self.left.len()];
        let Some(start) = (0..self.columns.len()).max_by_key(|at| (tall(&self.columns[*at]), usize::MAX - at)) else {
            return (tops, 0);
        };
        let mut top = 0;
        for node in &self.columns[start] {
            tops[*node] = top;
            top += heights[*node] + gap;
        }
        for column in start + 1..self.columns.len() {
            self.settle(column, &self.left, &mut tops, &sizes);
        }
        for column in (0..start).rev() {
            self.settle(column, &self.right, &mut tops, &sizes);
        }
        let nodes = || self.columns.iter().flatten();
        let least = nodes().map(|node| tops[*node]).min().unwrap_or(0);
        for node in nodes() {
            tops[*node] -= least;
        }
        let height = nodes().map(|node| tops[*node] + heights[*node]).max().unwrap_or(0);
        (tops, height)
    }

    /// Places a column: the least squares from where each node would like to be, with none over another (pool adjacent
    /// violators).
    fn settle(&self, column: usize, neighbours: &[Vec<usize>], tops: &mut [i32], sizes: &Sizes<'_>) {
        let Sizes { heights, ports, gap } = *sizes;
        // Blocks of nodes that touch: the first node's top as a sum and the number of nodes that share it, and the nodes.
        let mut blocks: Vec<(i64, i64, usize)> = Vec::new();
        let nodes = &self.columns[column];
        let mut offset = 0;
        let mut offsets = Vec::with_capacity(nodes.len());
        let mut before = 0;
        for (place, node) in nodes.iter().enumerate() {
            let found = &neighbours[*node];
            let wish = if found.is_empty() {
                before
            } else {
                let levels: i64 = found.iter().map(|other| i64::from(tops[*other] + ports[*other])).sum();
                levels / found.len() as i64 - i64::from(ports[*node])
            };
            before = wish + i64::from(heights[*node] + gap);
            offsets.push(offset);
            blocks.push((wish - offset, 1, place));
            offset += i64::from(heights[*node] + gap);
            while let [.., (above, above_count, _), (sum, count, _)] = blocks[..]
                && above * count > sum * above_count
            {
                blocks.pop();
                if let Some(block) = blocks.last_mut() {
                    *block = (above + sum, above_count + count, block.2);
                }
            }
        }
        for (number, (sum, count, first)) in blocks.iter().enumerate() {
            let end = blocks.get(number + 1).map_or(nodes.len(), |next| next.2);
            for place in *first..end {
                tops[nodes[place]] = (sum.div_euclid(*count) + offsets[place]) as i32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_counted_and_lessened() {
        // Three edges that all cross each other, and a node without any.
        let mut layers = Layers::new(vec![vec![0, 1, 2], vec![3, 4, 5, 6]], &[(0, 5), (1, 4), (2, 3)]);
        assert_eq!(layers.crossings(), 3);
        layers.order(0);
        assert_eq!(layers.crossings(), 0);
        assert_eq!(layers.columns[0], [0, 1, 2], "the fixed column keeps its order");
        // Every edge with every other of a full pair of columns.
        let full: Vec<(usize, usize)> = (0..3).flat_map(|from| (3..6).map(move |to| (from, to))).collect();
        assert_eq!(Layers::new(vec![vec![0, 1, 2], vec![3, 4, 5]], &full).crossings(), 9);
    }

    #[test]
    fn nothing_overlaps_and_a_single_neighbour_is_level() {
        let layers = Layers::new(vec![vec![0, 1, 2, 3], vec![4, 5, 6], vec![7]], &[(0, 4), (0, 5), (3, 6), (6, 7)]);
        let heights = [50, 30, 50, 50, 20, 20, 40, 60];
        let (tops, height) = layers.tops(&heights, &heights.map(|height| height / 2), 10);
        for column in &layers.columns {
            for pair in column.windows(2) {
                assert!(tops[pair[0]] + heights[pair[0]] + 10 <= tops[pair[1]], "{tops:?}");
            }
        }
        let middle = |node: usize| tops[node] + heights[node] / 2;
        assert_eq!(middle(3), middle(6));
        assert_eq!(middle(6), middle(7));
        assert!(tops.iter().all(|top| *top >= 0) && height >= 210, "{tops:?} {height}");
        assert_eq!(Layers::new(Vec::new(), &[]).tops(&[], &[], 10).1, 0);
    }
}
