//! From the invitation to the recovery: the links that mails bring, and what they lead to.

mod smoke;
