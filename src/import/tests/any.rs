//! Whatever a file holds, the reader does not panic.

use proptest::prelude::*;

use super::*;

fn any_cell() -> impl Strategy<Value = CellValue> {
    let words = prop::sample::select(vec![
        "STT",
        "Họ và tên",
        "Ngày sinh",
        "Nam",
        "Nữ",
        "Số CCCD",
        "Bậc",
        "Hệ số",
        "Mã ngạch",
        "Số ĐT",
        "Ghi chú",
        "(1)",
        "Tên",
        "Tổng cộng",
        "9/9",
        "01.04.1969",
        "1.003",
        "4,98",
        "080169611097",
        "TRẦN Ý",
        "Ph¹m",
        "-",
        "Giới tính",
        "Dân tộc",
        "E10",
    ]);
    prop_oneof![
        words.prop_map(|word| CellValue::Text(word.to_owned())),
        any::<String>().prop_map(CellValue::Text),
        any::<f64>().prop_map(CellValue::Number),
        (0u32..90_000).prop_map(|days| CellValue::Number(days.into())),
        (0u64..400_000).prop_map(|days| {
            let base = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
            CellValue::Date(ShownDate::Day(base + chrono::Days::new(days)))
        }),
        (any::<i32>(), any::<u32>())
            .prop_map(|(year, month)| CellValue::Date(ShownDate::Month { year, month })),
        any::<bool>().prop_map(CellValue::Bool),
    ]
}

proptest! {
    #[test]
    fn no_grid_makes_the_reader_panic(
        cells in prop::collection::vec((0u32..12, 0u32..10, any_cell()), 0..80),
        headed in any::<bool>(),
    ) {
        let mut grid = if headed { grid(&[HEADER]) } else { Grid::new("x") };
        for (row, column, value) in cells {
            grid.put(row + u32::from(headed), column, value).unwrap();
        }
        if let Ok(list) = read(grid) {
            prop_assert!(!list.rows.is_empty());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(at in 0..SAMPLE.len(), byte in any::<u8>()) {
        let mut bytes = SAMPLE.to_vec();
        bytes[at] = byte;
        let _either_way = read_people_list(&bytes, today());
    }
}
