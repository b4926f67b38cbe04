use super::*;
use proptest::prelude::*;

/// The labelled set: matter, title, body.
const LABELLED: &str = include_str!("../../../tests/data/similar.csv");

struct Labelled {
    matter: &'static str,
    passage: Passage,
}

fn labelled() -> Vec<Labelled> {
    let rows = LABELLED.lines().skip(1);
    rows.map(|row| {
        let mut cells = row.splitn(3, ',');
        let mut cell = || cells.next().unwrap_or_default();
        let matter = cell();
        let (title, body) = (cell().to_owned(), cell().to_owned());
        Labelled {
            matter,
            passage: Passage { title, body },
        }
    })
    .collect()
}

fn title(text: &str) -> Passage {
    Passage {
        title: text.into(),
        body: String::new(),
    }
}

/// On two shelves in turns.
fn shelf(passages: &[Passage]) -> Shelves {
    let mut shelves = [Shelf::default(), Shelf::default()];
    for (id, passage) in (1..).zip(passages) {
        let (bundle, place) = bundle::place(id);
        let sketch = bundle::with(&[], place, Some(&Sketch::of(passage)));
        shelves[usize::from(id % 2 == 0)].add(bundle, &sketch.unwrap());
    }
    Shelves(shelves.into())
}

fn scores(shelf: &Shelves, passage: &Passage) -> Vec<Found> {
    let weights = shelf.weights();
    shelf.nearest(&Sketch::of(passage), &weights, 1, usize::MAX)
}

/// Every pair of two texts with its score and whether the two are on one matter.
fn pairs(set: &[Labelled], keep: impl Fn(usize) -> bool) -> Vec<(u8, bool, usize, usize)> {
    let passages: Vec<Passage> = set.iter().map(|l| l.passage.clone()).collect();
    let shelf = shelf(&passages);
    let mut matters: Vec<&str> = Vec::new();
    for l in set {
        if !matters.contains(&l.matter) {
            matters.push(l.matter);
        }
    }
    let kept = |l: &Labelled| keep(matters.iter().position(|m| *m == l.matter).unwrap());
    let mut pairs = Vec::new();
    for (i, a) in set.iter().enumerate().filter(|(_, l)| kept(l)) {
        let found = scores(&shelf, &a.passage);
        for (j, b) in set.iter().enumerate().skip(i + 1).filter(|(_, l)| kept(l)) {
            let id = i64::try_from(j + 1).unwrap();
            let score = found.iter().find(|f| f.id == id).map_or(0, |f| f.score);
            pairs.push((score, a.matter == b.matter, i, j));
        }
    }
    pairs
}

/// Precision and recall in percent at a least score.
fn figures(pairs: &[(u8, bool, usize, usize)], least: u8) -> (usize, usize) {
    let told = pairs.iter().filter(|p| p.0 >= least);
    let (told, right) = told.fold((0, 0), |(n, r), p| (n + 1, r + usize::from(p.1)));
    let all = pairs.iter().filter(|p| p.1).count();
    (right * 100 / told.max(1), right * 100 / all.max(1))
}

/// The figures of the module's docstring, as floors.
#[test]
fn the_labelled_set_is_told_apart() {
    let set = labelled();
    let mut bare = labelled();
    for l in &mut bare {
        l.passage.body.clear();
    }
    let wanted = [
        ("tuned on", pairs(&set, |m| m % 2 == 0), (100, 88)),
        ("held back", pairs(&set, |m| m % 2 == 1), (100, 86)),
        ("all", pairs(&set, |_| true), (85, 87)),
        ("titles alone", pairs(&bare, |_| true), (57, 47)),
    ];
    for (what, pairs, least) in wanted {
        let (precision, recall) = figures(&pairs, LEAST);
        let enough = precision >= least.0 && recall >= least.1;
        assert!(enough, "{what}: precision {precision}, recall {recall}");
    }
}

#[test]
fn of_one_frame_or_one_place_only_the_matter_counts() {
    let all = [
        "关于进一步加强校园周边食品安全监管的建议",
        "关于进一步加强校园周边停车管理的建议",
        "关于整治校园周边食品摊贩的提案",
    ];
    let shelf = shelf(&all.map(title));
    let found = scores(&shelf, &title(all[0]));
    let ids: Vec<i64> = found.iter().map(|f| f.id).collect();
    assert_eq!(ids, [1, 3, 2]);
    assert_eq!(found[0].score, 100);
}

#[test]
fn words_of_two_characters_are_found() {
    let shelf = shelf(&["关于托育机构收费的建议", "关于殡葬改革的提案"].map(title));
    let found = scores(&shelf, &Passage::of("托育 普惠"));
    assert_eq!(found.iter().map(|f| f.id).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_body_is_found_by_what_it_says() {
    let passages = [
        Passage {
            title: "关于解决老年人上楼难的建议".into(),
            body: "老旧住宅没有电梯。建议加装电梯，补贴电梯运行费用。".into(),
        },
        title("关于规范犬只管理的建议"),
    ];
    let found = scores(&shelf(&passages), &Passage::of("加装电梯"));
    assert_eq!(found[0].id, 1);
    assert!(found[0].score >= LEAST, "{found:?}");
}

#[test]
fn width_case_marks_and_numbers_make_no_difference() {
    let sketch = |text: &str| Sketch::of(&title(text));
    assert_eq!(
        sketch("２０２５、５Ｇ基站（一期）布局"),
        sketch("5g基站 一期 布局"),
        "numbers go, 5g stays"
    );
    assert!(sketch("关于进一步加强工作的建议").is_empty());
    assert!(sketch("2026").is_empty());
}

#[test]
fn shared_phrases_are_as_long_as_both_have_them() {
    let (a, b) = (
        title("关于推进老旧小区加装电梯的建议"),
        title("关于既有住宅加装电梯、养老服务的提案"),
    );
    let weights = shelf(&[a.clone(), b.clone()]).weights();
    assert_eq!(shared(&a, &b, &weights), ["加装电梯"]);
    assert_eq!(shared(&b, &a, &weights), ["加装电梯"]);
    let none: [&str; 0] = [];
    assert_eq!(shared(&a, &title("关于养犬的建议"), &weights), none);
}

#[test]
fn a_text_begins_with_its_title_where_its_first_line_is_short() {
    let passage = Passage::of("关于养犬的建议\n\n建议登记。");
    assert_eq!(passage.title, "关于养犬的建议");
    assert_eq!(passage.body, "建议登记。");
    assert_eq!(Passage::of(&"犬".repeat(61)).title, "");
}

#[test]
fn a_sketch_keeps_what_is_said_often_and_has_its_limit() {
    let body: String = (0..400u32)
        .filter_map(|n| char::from_u32(0x4e00 + n * 7))
        .collect();
    let passage = Passage {
        title: String::new(),
        body: format!("{body}电梯，电梯"),
    };
    let sketch = Sketch::of(&passage);
    assert!(sketch.often.contains(&sketch::gram('电', '梯')));
    assert_eq!(sketch.often.len() + sketch.once.len(), sketch::LIMIT);
    assert_eq!(sketch.bytes().len(), bundle::HEAD + 2 * sketch::LIMIT);
}

#[test]
fn damaged_bytes_make_no_panic() {
    let mut shelf = Shelf::default();
    for bytes in [&[][..], &[9], &[200, 200, 1], &[255, 255, 1, 2, 3, 4]] {
        shelf.add(1, bytes);
    }
    assert_eq!(scores(&Shelves(vec![shelf]), &title("加装电梯")).len(), 0);
}

proptest! {
    #[test]
    fn a_bundle_keeps_each_neighbour_in_its_place(
        steps in proptest::collection::vec((0..bundle::NEIGHBOURS, proptest::option::of("[电梯路灯水库]{0,9}")), 0..60),
    ) {
        let mut expected: Vec<Option<Vec<u8>>> = vec![None; bundle::NEIGHBOURS];
        let mut stored: Option<Vec<u8>> = None;
        for (place, text) in steps {
            let sketch = text.map(|t| Sketch::of(&title(&t)));
            expected[place] = sketch.as_ref().map(Sketch::bytes);
            stored = bundle::with(&stored.unwrap_or_default(), place, sketch.as_ref());
            let mut kept = vec![None; bundle::NEIGHBOURS];
            for (at, one) in bundle::sketches(stored.as_deref().unwrap_or_default()) {
                kept[at] = Some(one.to_vec());
            }
            prop_assert_eq!(&kept, &expected);
            prop_assert_eq!(stored.is_some(), expected.iter().any(Option::is_some));
        }
    }

    #[test]
    fn a_row_is_found_where_it_was_put(id in proptest::num::i64::ANY) {
        let (bundle, place) = bundle::place(id);
        prop_assert!(place < bundle::NEIGHBOURS);
        prop_assert_eq!(bundle::row(bundle, place), id);
    }
}

/// Texts of few characters, so that many pairs are shared.
fn any_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        proptest::sample::select(
            "电梯养老停车位校门口水管网。，关于"
                .chars()
                .collect::<Vec<_>>(),
        ),
        0..40,
    )
    .prop_map(|signs| signs.into_iter().collect())
}

fn any_passage() -> impl Strategy<Value = Passage> {
    (any_text(), any_text()).prop_map(|(title, body)| Passage { title, body })
}

proptest! {
    #[test]
    fn the_score_is_the_same_from_either_side_and_a_hundred_for_the_same_text(
        a in any_passage(), b in any_passage(), others in proptest::collection::vec(any_passage(), 0..6)
    ) {
        let mut all = vec![a.clone(), b.clone()];
        all.extend(others);
        let shelf = shelf(&all);
        let score = |of: &Passage, id| scores(&shelf, of).iter().find(|f| f.id == id).map_or(0, |f| f.score);
        prop_assert_eq!(score(&a, 2), score(&b, 1));
        let own = if Sketch::of(&a).is_empty() { 0 } else { 100 };
        prop_assert_eq!(score(&a, 1), own);
    }

    #[test]
    fn the_order_of_the_proposals_changes_no_score(
        asked in any_passage(), all in proptest::collection::vec(any_passage(), 1..8)
    ) {
        let score = |all: &[Passage]| {
            let mut found: Vec<u8> = scores(&shelf(all), &asked).iter().map(|f| f.score).collect();
            found.sort_unstable();
            found
        };
        let back: Vec<Passage> = all.iter().rev().cloned().collect();
        prop_assert_eq!(score(&all), score(&back));
    }

    #[test]
    fn every_shared_phrase_stands_in_both(a in any_text(), b in any_text()) {
        let (a, b) = (title(&a), title(&b));
        let weights = shelf(&[a.clone(), b.clone()]).weights();
        for phrase in shared(&a, &b, &weights) {
            prop_assert!(a.title.contains(&phrase) && b.title.contains(&phrase), "{}", phrase);
        }
    }
}

#[test]
fn two_threads_find_what_one_finds() {
    let words = ["加装电梯", "停车位", "养老服务点", "校门口拥堵", "污水管网"];
    let all: Vec<Passage> = (0..10_001).map(|n| title(words[n % 5])).collect();
    let found = scores(&shelf(&all), &title("加装电梯"));
    assert_eq!(found.len(), 2001);
    assert_eq!((found[0].id, found[2000].id), (10_001, 1));
}
