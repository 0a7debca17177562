//! What a company's admin does on the pages of the company.

mod import;
