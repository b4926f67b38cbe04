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

fn shelf(passages: &[Passage]) -> Shelf {
    let mut shelf = Shelf::default();
    for (id, passage) in (1..).zip(passages) {
        shelf.add(id, &Sketch::of(passage).bytes());
    }
    shelf
}

fn scores(shelf: &Shelf, passage: &Passage) -> Vec<Found> {
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

#[test]
fn the_labelled_set_is_told_apart() {
    let set = labelled();
    let (tuned, held) = (pairs(&set, |m| m % 2 == 0), pairs(&set, |m| m % 2 == 1));
    let all = pairs(&set, |_| true);
    let mut bare = labelled();
    bare.iter_mut().for_each(|l| l.passage.body.clear());
    let bare_set = bare;
    let bare = pairs(&bare_set, |_| true);
    for p in bare.iter().filter(|p| (p.0 >= LEAST) && !p.1) {
        eprintln!(
            "BARE {} {} | {}",
            p.0, set[p.2].passage.title, set[p.3].passage.title
        );
    }
    for least in [30, 34, 36, 38, 40, 42, 44, 46, 50] {
        let [t, h, a, b] = [&tuned, &held, &all, &bare].map(|p| figures(p, least));
        eprintln!("{least}: tuned {t:?} held {h:?} all {a:?} titles {b:?}");
    }
    let mut worst: Vec<_> = all.iter().filter(|p| (p.0 >= LEAST) != p.1).collect();
    worst.sort_unstable();
    for (score, same, i, j) in worst {
        let (a, b) = (&set[*i].passage.title, &set[*j].passage.title);
        eprintln!(
            "{score} {} {a} | {b}",
            if *same { "missed" } else { "false" }
        );
    }
    let (precision, recall) = figures(&all, LEAST);
    assert!(precision >= 80 && recall >= 80, "{precision} {recall}");
}
