//! A development aid: writes every page and mail to a folder, to be looked at in a browser.

use super::{all_pages, renderer};
use std::path::PathBuf;

#[test]
#[ignore = "writes files: set VOLTKEY_PAGES to a folder and run with --ignored"]
fn dump() {
    let dir = PathBuf::from(std::env::var_os("VOLTKEY_PAGES").expect("VOLTKEY_PAGES names a folder"));
    let write =
        |name: &str, content: &[u8]| std::fs::write(dir.join(name), content).expect("the file is written");
    std::fs::create_dir_all(dir.join("assets")).expect("the folder is made");
    let renderer = renderer();
    for name in [
        "app.css",
        "brand.css",
        "app.js",
        "form_post.js",
        "new_password.js",
        "logo.svg",
    ] {
        write(
            &format!("assets/{name}"),
            &renderer.asset(name).expect("the asset is there").bytes,
        );
    }
    for page in all_pages(&renderer) {
        write(
            &format!("{}.html", page.name),
            page.html.replace("\"/assets/", "\"assets/").as_bytes(),
        );
    }
    for (number, (language, mail)) in super::mails::all_mails().iter().enumerate() {
        let name = format!("mail-{number}-{}", language.code());
        write(&format!("{name}.html"), mail.html.as_bytes());
        write(&format!("{name}.txt"), mail.text.as_bytes());
    }
}
