//! A program that only reads a file with the csv crate, to be timed beside `disclose-check`.

fn main() -> Result<(), csv::Error> {
    let path = std::env::args().nth(1).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path)?;
    let mut fields = 0;
    for record in reader.records() {
        fields += record?.len();
    }
    std::process::exit(i32::from(fields == 0));
}
