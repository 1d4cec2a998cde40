//! The table of applets. One file an applet; none imports another.
