//! The score engine: a city's regulation as data, exact points, each with where it came from.
