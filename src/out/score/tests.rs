//! Tests of scores on screen.

use super::*;

#[test]
fn what_roundings_lose_goes_where_it_is_least_wrong() {
    let third = Points::new(5, 3);
    assert_eq!(allotted(500, &[third, third, third]), [166, 167, 167]);
    assert_eq!(
        allotted(333, &[Points::new(5, 3), Points::new(5, 3)]),
        [166, 167]
    );
    assert_eq!(
        allotted(1000, &[Points::from_integer(12), Points::from_integer(-2)]),
        [1200, -200]
    );
    assert_eq!(allotted(0, &[]), Vec::<i128>::new());
}
