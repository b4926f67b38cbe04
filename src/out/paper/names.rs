//! How papers name the proposers of a proposal and of those that were merged into it.

use crate::model::proposal::number::{PROVISIONAL, said};
use crate::model::proposal::{Proposal, Proposer};

/// As many members as are named one by one; more are the first of so many.
const NAMED: usize = 3;

/// How a letter addresses the proposers: 王伟委员, 王伟、李娜委员, 王伟等12位委员, a body by its name;
/// those of merged proposals after them.
pub(super) fn addressed(p: &Proposal, merged: &[Proposal]) -> String {
    let all = std::iter::once(p).chain(merged).map(of_one);
    let mut each: Vec<String> = Vec::new();
    for one in all.filter(|one| !one.is_empty()) {
        if !each.contains(&one) {
            each.push(one);
        }
    }
    each.join("，")
}

fn of_one(p: &Proposal) -> String {
    let mut bodies: Vec<String> = Vec::new();
    let mut members: Vec<&str> = Vec::new();
    for who in &p.proposers {
        match who {
            Proposer::Body(name) => bodies.push(name.clone()),
            Proposer::Member(person) => members.push(&person.name),
        }
    }
    let n = members.len();
    match members.first() {
        Some(first) if n > NAMED => bodies.push(format!("{first}等{n}位委员")),
        Some(_) => bodies.push(format!("{}委员", members.join("、"))),
        None => {}
    }
    bodies.join("、")
}

/// All proposers in order; where others were merged into it, each with its number.
pub(super) fn all(p: &Proposal, merged: &[Proposal]) -> String {
    let names = |p: &Proposal| {
        let names: Vec<&str> = p.proposers.iter().map(Proposer::name).collect();
        names.join("、")
    };
    if merged.is_empty() {
        return names(p);
    }
    let each = std::iter::once(p).chain(merged);
    let each = each.map(|p| format!("{}（{}）", names(p), called(p)));
    each.collect::<Vec<_>>().join("；")
}

/// Which proposals were merged into it, to follow its number.
pub(super) fn merged(merged: &[Proposal]) -> String {
    let numbers: Vec<String> = merged.iter().map(called).collect();
    if numbers.is_empty() {
        return String::new();
    }
    format!("，含并案办理的{}", numbers.join("、"))
}

/// The number of a proposal in a sentence.
fn called(p: &Proposal) -> String {
    match (&p.no, &p.serial) {
        (Some(no), _) => said(no),
        (None, Some(serial)) => format!("流水{serial}号"),
        (None, None) => format!("{PROVISIONAL}{}号", p.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::proposal::Person;
    use crate::model::proposal::trail::tests::proposal;

    fn by(names: &[&str], no: Option<&str>) -> Proposal {
        let person = |(id, name): (i64, &&str)| {
            Proposer::Member(Person {
                id,
                no: id.to_string(),
                name: (*name).to_owned(),
            })
        };
        Proposal {
            no: no.map(str::to_owned),
            proposers: (1..).zip(names).map(person).collect(),
            ..proposal()
        }
    }

    #[test]
    fn proposers_are_addressed_by_name_or_as_the_first_of_so_many() {
        assert_eq!(addressed(&by(&["王伟"], None), &[]), "王伟委员");
        assert_eq!(
            addressed(&by(&["王伟", "李娜"], None), &[]),
            "王伟、李娜委员"
        );
        let four = by(&["王伟", "李娜", "赵一", "钱二"], Some("0001"));
        assert_eq!(addressed(&four, &[]), "王伟等4位委员");
        let merged = [by(&["孙三"], Some("0002")), by(&["孙三"], None)];
        assert_eq!(addressed(&four, &merged), "王伟等4位委员，孙三委员");
        let mut body = by(&["王伟"], None);
        body.proposers
            .insert(0, Proposer::Body("民盟县总支".into()));
        assert_eq!(addressed(&body, &[]), "民盟县总支、王伟委员");
    }

    #[test]
    fn proposers_of_merged_proposals_are_named_with_their_numbers() {
        let main = by(&["王伟", "李娜"], Some("0001"));
        assert_eq!(all(&main, &[]), "王伟、李娜");
        assert_eq!(super::merged(&[]), "");
        let merged = [by(&["孙三"], Some("闭原案001号")), by(&["赵一"], None)];
        assert_eq!(
            all(&main, &merged),
            "王伟、李娜（第0001号）；孙三（闭原案001号）；赵一（流水7号）"
        );
        assert_eq!(super::merged(&merged), "，含并案办理的闭原案001号、流水7号");
    }
}
