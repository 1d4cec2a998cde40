//! What a store would change in a file: elements whose saved values are not those of now, and those that came or went.

use super::saved::{self, Saved, Scalar};
use crate::device::ctl::ElemId;
use crate::device::tree::Tree;
use std::collections::{HashMap, HashSet};

/// An element that is not in the file as it is on the card.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The element.
    pub id: ElemId,
    /// The values in the file; `None` where it has none.
    pub from: Option<Vec<Scalar>>,
    /// The values on the card; `None` where it has no such element.
    pub to: Option<Vec<Scalar>>,
}

/// The differences between a card's saved state, if there is one, and its present one.
pub fn between(old: Option<&Tree<'_>>, new: &Tree<'_>) -> Vec<Difference> {
    let (old, _) = old.map(saved::read).unwrap_or_default();
    let (new, _) = saved::read(new);
    let was: HashMap<ElemId, &Saved> = old.iter().map(|saved| (saved.id.without_number(), saved)).collect();
    let is: HashSet<ElemId> = new.iter().map(|saved| saved.id.without_number()).collect();
    let changed = new.iter().filter_map(|now| {
        let was = was.get(&now.id.without_number()).map(|was| was.values.clone());
        let differs = was.as_ref() != Some(&now.values);
        differs.then(|| Difference { id: now.id.clone(), from: was, to: Some(now.values.clone()) })
    });
    let gone = old.iter().filter(|was| !is.contains(&was.id.without_number()));
    let gone = gone.map(|was| Difference { id: was.id.clone(), from: Some(was.values.clone()), to: None });
    changed.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::tree::parse_any;
    use std::path::Path;

    #[test]
    fn changed_new_and_gone_elements_are_told() {
        let old = parse_any(
            Path::new("state"),
            b"control { 1 { name A value 1 } 2 { name B value.0 x } 3 { name C value 3 } }",
        )
        .expect("old");
        let new = parse_any(
            Path::new("state"),
            b"control { 1 { name A value 1 } 4 { name C value 4 } 5 { name D value 5 } }",
        )
        .expect("new");
        let differences = between(Some(&old), &new);
        let values = |value: i64| Some(vec![Scalar::Integer(value)]);
        let told: Vec<_> = differences.into_iter().map(|change| (change.id.name, change.from, change.to)).collect();
        let x = Some(vec![Scalar::Text("x".to_owned())]);
        let wanted = [("C", values(3), values(4)), ("D", None, values(5)), ("B", x, None)];
        assert_eq!(told, wanted.map(|(name, from, to)| (name.to_owned(), from, to)));
    }
}
