//! Rule files with mistakes: each is told with its line, and nothing is scored.

use crate::faults::office;

const BAD_RULES: &str = "\
title = \"有错的办法\"

[[part]]
code = \"meetings\"
title = \"参加会议\"
cpa = 50
cap = -5

[[part.item]]
title = \"出席全体会议\"
fact = \"出席情况\"
knid = \"全体会议\"
points = 10

[[part]]
code = \"a\"
title = \"甲\"
within = \"b\"

[[part]]
code = \"b\"
title = \"乙\"
within = \"a\"
";

#[test]
fn every_mistake_of_a_rule_file_is_told_with_its_line() {
    let office = office();
    office.put("办法.toml", BAD_RULES);
    for line in [
        &["score", "check", "办法.toml"][..],
        &["score", "run", "--year", "2026", "--rules", "办法.toml"],
        &[
            "score",
            "explain",
            "30001",
            "--year",
            "2026",
            "--rules",
            "办法.toml",
        ],
        &["score", "adopt", "办法.toml", "--year", "2026"],
    ] {
        let said = office.refused(1, line);
        assert_eq!(said.error_code(), "bad_rules", "{line:?}");
        for word in [
            "第 6 行",
            "cpa",
            "第 7 行",
            "第 12 行",
            "knid",
            "第 18 行",
            "a → b → a",
        ] {
            assert!(
                said.err.contains(word),
                "{line:?} does not say {word}: {}",
                said.err
            );
        }
        let english = office.refused(1, &[line, &["--lang", "en"]].concat());
        for word in ["line 6", "line 7", "line 12", "line 18", "did you mean"] {
            assert!(english.err.contains(word), "{line:?}: {}", english.err);
        }
        assert!(!english.err.contains('第'), "{}", english.err);
    }
}

#[test]
fn an_impossible_cap_and_a_broken_toml_are_told_with_their_lines() {
    let office = office();
    let rules = "title = \"办法\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\ncap = 10\nfloor = 20\n\
                 [[part.item]]\ntitle = \"提案\"\nfact = \"提案\"\npoints = 10\ncap = \"很多\"\n";
    office.put("封顶.toml", rules).put("断.toml", "title = \n");
    let caps = office.refused(1, &["score", "check", "封顶.toml"]).err;
    assert!(
        caps.contains("第 5 行") && caps.contains("第 11 行"),
        "{caps}"
    );
    let broken = office.refused(1, &["score", "check", "断.toml"]).err;
    assert!(broken.contains("第 1 行"), "{broken}");
    assert_eq!(office.run(&["score", "check", "没有.toml"]).code, 3);
}

#[test]
fn rules_of_another_time_are_refused() {
    let office = office();
    let tongcheng = crate::office::example(crate::office::TONGCHENG);
    let line = ["score", "run", "--year", "2018", "--rules", &tongcheng];
    assert_eq!(office.refused(1, &line).error_code(), "rules_not_in_force");
}
