//! alsa-lib's opaque objects (`snd_ctl_elem_info_t` and its like): made by their `_malloc`, freed once when dropped.
//!
//! A fresh object is all zero bytes, which alsa-lib's getters and the kernel both accept.

/// Defines a type that owns one such object.
macro_rules! object {
    ($name:ident, $sys:ident, $malloc:ident, $free:ident) => {
        pub(crate) struct $name(*mut alsa_sys::$sys);

        impl $name {
            pub(crate) fn new() -> crate::device::error::Result<$name> {
                let mut object = std::ptr::null_mut();
                // SAFETY: allocates an object into a local pointer, freed by drop.
                crate::device::error::check(stringify!($malloc), unsafe { alsa_sys::$malloc(&mut object) })?;
                Ok($name(object))
            }

            pub(crate) fn as_ptr(&self) -> *mut alsa_sys::$sys {
                self.0
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                // SAFETY: allocated in `new`, freed once.
                unsafe { alsa_sys::$free(self.0) };
            }
        }
    };
}

pub(crate) use object;
