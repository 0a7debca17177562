//! Deque's axe-core, which finds what keeps people out of a page.

use super::browser::Browser;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// WCAG 2.2, levels A and AA.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const found = violation => violation.nodes.map(
        node => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`);
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(
        result => done(result.violations.flatMap(found)),
        error => done([String(error)]));
";

/// The script.
pub struct Axe {
    source: String,
}

impl Axe {
    /// The script that `VOLTKEY_TEST_AXE` names; none without that variable.
    pub fn installed() -> Result<Option<Self>> {
        let Some(path) = std::env::var_os("VOLTKEY_TEST_AXE") else {
            return Ok(None);
        };
        let source = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}, which VOLTKEY_TEST_AXE names", path.display()))?;
        Ok(Some(Self { source }))
    }

    /// Checks the page as it is shown now.
    ///
    /// # Errors
    /// Everything that was found.
    pub async fn check(&self, browser: &Browser) -> Result<()> {
        // The driver runs scripts beside the page's policy, which forbids foreign ones.
        if browser.run("return typeof axe === 'undefined'").await? == true {
            browser.run(&self.source).await?;
        }
        let found: Vec<Value> = serde_json::from_value(browser.run_async(RUN).await?)?;
        ensure!(found.is_empty(), "axe found {found:#?}");
        Ok(())
    }
}
