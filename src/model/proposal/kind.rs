//! Who proposes, as reports on a session count it: members, parties, people's bodies, sectors,
//! committees, groups.
//!
//! Source: 全国政协提案工作条例 (2018) names these proposers; national reports put 工商联 beside the
//! parties only in some years, so it stands here with the people's bodies.

use crate::model::code::{Code, ProposalForm, codes};

codes! {
    /// Who proposes.
    ProposerKind {
        Individual "individual" "委员个人" "one member",
        Joint "joint" "委员联名" "members jointly",
        Party "party" "党派" "party",
        People "people" "人民团体" "people's body",
        Sector "sector" "界别" "sector",
        Committee "committee" "专门委员会" "committee",
        Group "group" "委员小组" "group of members",
        Other "other" "其他集体" "other body",
    }
}

const PARTIES: [&str; 15] = [
    "民革",
    "民盟",
    "民建",
    "民进",
    "农工",
    "致公",
    "九三",
    "台盟",
    "国民党",
    "民主同盟",
    "民主建国会",
    "民主促进会",
    "民主自治同盟",
    "中国共产党",
    "中共",
];
const PEOPLE: [&str; 12] = [
    "工会",
    "团委",
    "共青团",
    "青联",
    "妇联",
    "妇女联合会",
    "工商联",
    "工商业联合会",
    "科协",
    "侨联",
    "台联",
    "联合会",
];
const OF_THE_CPC: [&str; 3] = ["中共", "中国共产党", "共产党员"];

impl ProposerKind {
    /// Whether a body proposes, not members.
    pub fn is_collective(self) -> bool {
        !matches!(self, ProposerKind::Individual | ProposerKind::Joint)
    }

    /// Who proposes, by form and first body; the class that the office gave the body's word goes
    /// before what its name tells.
    pub fn of(form: ProposalForm, body: Option<(&str, Option<&str>)>) -> ProposerKind {
        match (form, body) {
            (ProposalForm::Individual, _) => ProposerKind::Individual,
            (ProposalForm::Joint, _) => ProposerKind::Joint,
            (ProposalForm::Collective, None) => ProposerKind::Other,
            (ProposalForm::Collective, Some((name, class))) => {
                let said = class.and_then(ProposerKind::parse);
                said.filter(|k| k.is_collective())
                    .unwrap_or_else(|| by_name(name))
            }
        }
    }
}

/// A party's own committee is the party; any other committee is one of the office's.
fn by_name(name: &str) -> ProposerKind {
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let name = name.trim();
    if has(&["界"]) || name.contains("无党派") {
        ProposerKind::Sector
    } else if has(&PARTIES) {
        ProposerKind::Party
    } else if has(&PEOPLE) {
        ProposerKind::People
    } else if has(&["委员会", "专委"]) || name.ends_with('委') {
        ProposerKind::Committee
    } else if name.ends_with('组') {
        ProposerKind::Group
    } else {
        ProposerKind::Other
    }
}

/// Whether a member is of the party in power, as far as the roster tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allegiance {
    /// 中共.
    Inside,
    /// 党外: another party, or none.
    Outside,
    /// The roster says nothing.
    Unknown,
}

impl Allegiance {
    /// By the words of 政治面貌.
    pub fn of(words: &[&str]) -> Allegiance {
        // 民革党员 and 致公党党员 end in the same word.
        let short = |w: &&str| matches!(*w, "党员" | "预备党员");
        let of_the_cpc = |w: &&str| short(w) || OF_THE_CPC.iter().any(|c| w.contains(c));
        if words.is_empty() {
            Allegiance::Unknown
        } else if words.iter().any(of_the_cpc) {
            Allegiance::Inside
        } else {
            Allegiance::Outside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> &'static str {
        ProposerKind::of(ProposalForm::Collective, Some((name, None))).code()
    }

    #[test]
    fn a_body_is_known_by_its_name() {
        for (name, expected) in [
            ("民盟县总支", "party"),
            ("民革青禾县委员会", "party"),
            ("九三学社青禾支社", "party"),
            ("县工商联", "people"),
            ("共青团青禾县委", "people"),
            ("县总工会", "people"),
            ("教育界", "sector"),
            ("社会福利和社会保障界别", "sector"),
            ("无党派人士", "sector"),
            ("提案委员会", "committee"),
            ("经济委", "committee"),
            ("城关镇委员小组", "group"),
            ("县老科协", "people"),
            ("某某商会", "other"),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }

    #[test]
    fn the_offices_class_of_a_body_goes_before_its_name() {
        let of = |class| ProposerKind::of(ProposalForm::Collective, Some(("教育组", class)));
        assert_eq!(of(Some("sector")), ProposerKind::Sector);
        assert_eq!(of(Some("individual")), ProposerKind::Group);
        assert_eq!(of(None), ProposerKind::Group);
    }

    #[test]
    fn members_outside_the_party_are_those_of_whom_something_else_is_known() {
        assert_eq!(Allegiance::of(&["中共党员"]), Allegiance::Inside);
        assert_eq!(Allegiance::of(&["党员"]), Allegiance::Inside);
        assert_eq!(Allegiance::of(&["致公党党员"]), Allegiance::Outside);
        assert_eq!(Allegiance::of(&["民盟盟员"]), Allegiance::Outside);
        assert_eq!(Allegiance::of(&["群众"]), Allegiance::Outside);
        assert_eq!(Allegiance::of(&[]), Allegiance::Unknown);
    }
}
