//! Words in: getopt's grammar over clap's definitions, and exit codes.
