//! The published rule sets that come with the program: to try, to read, to start from.

/// Name and text of each.
pub const EXAMPLES: [(&str, &str); 6] = [
    (
        "district-2016",
        include_str!("../../../examples/rules/district-2016.toml"),
    ),
    (
        "guangshui-2017",
        include_str!("../../../examples/rules/guangshui-2017.toml"),
    ),
    (
        "guangshui-group-2017",
        include_str!("../../../examples/rules/guangshui-group-2017.toml"),
    ),
    (
        "jinan-2015",
        include_str!("../../../examples/rules/jinan-2015.toml"),
    ),
    (
        "tongcheng-2019",
        include_str!("../../../examples/rules/tongcheng-2019.toml"),
    ),
    (
        "xuanwei",
        include_str!("../../../examples/rules/xuanwei.toml"),
    ),
];

/// The text of one by its name, with or without `.toml`.
pub fn example(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_end_matches(".toml");
    let found = EXAMPLES.iter().find(|(n, _)| *n == name);
    found.map(|(_, text)| *text)
}
