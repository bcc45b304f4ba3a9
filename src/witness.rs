//! Both ends of a witness (C2SP `tlog-witness`): [`stand`] keeps what was seen of logs and vouches for
//! what follows from it, on a machine the log's operators do not reach; [`line`] asks one.

pub mod line;
pub mod stand;
