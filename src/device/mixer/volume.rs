//! The volumes of a simple element: raw, and in hundredths of a decibel.

use super::selem::{Channel, Selem, by_direction};
use crate::device::error::{Result, check};
use crate::device::pcm::Direction;
use alsa_sys as sys;

/// Where to go when a level lies between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the step at or below it.
    Down,
    /// To the nearest step, as the driver sees it.
    Nearest,
    /// To the step at or above it.
    Up,
}

impl Rounding {
    fn code(self) -> i32 {
        match self {
            Rounding::Down => -1,
            Rounding::Nearest => 0,
            Rounding::Up => 1,
        }
    }
}

impl Selem<'_> {
    /// The least and the greatest raw volume.
    pub fn volume_range(&self, direction: Direction) -> Option<(i64, i64)> {
        let (mut min, mut max) = (0, 0);
        let read = by_direction!(
            self,
            direction,
            snd_mixer_selem_get_playback_volume_range,
            snd_mixer_selem_get_capture_volume_range,
            &mut min,
            &mut max
        );
        (read >= 0).then_some((min, max))
    }

    /// The least and the greatest level in hundredths of a dB, where the card tells.
    pub fn centibel_range(&self, direction: Direction) -> Option<(i64, i64)> {
        let (mut min, mut max) = (0, 0);
        let read = by_direction!(
            self,
            direction,
            snd_mixer_selem_get_playback_dB_range,
            snd_mixer_selem_get_capture_dB_range,
            &mut min,
            &mut max
        );
        (read >= 0).then_some((min, max))
    }

    /// The channel's raw volume.
    ///
    /// # Errors
    /// There is no such volume, or the card is gone.
    pub fn volume(&self, direction: Direction, channel: Channel) -> Result<i64> {
        let mut volume = 0;
        let read = by_direction!(
            self,
            direction,
            snd_mixer_selem_get_playback_volume,
            snd_mixer_selem_get_capture_volume,
            channel.0,
            &mut volume
        );
        check("volume read", read)?;
        Ok(volume)
    }

    /// Sets the channel's raw volume.
    ///
    /// # Errors
    /// There is no such volume, it is out of range, or the card is gone.
    pub fn set_volume(&self, direction: Direction, channel: Channel, volume: i64) -> Result<()> {
        let written = by_direction!(
            self,
            direction,
            snd_mixer_selem_set_playback_volume,
            snd_mixer_selem_set_capture_volume,
            channel.0,
            volume
        );
        check("volume write", written).map(drop)
    }

    /// The channel's level in hundredths of a dB, where the card tells.
    pub fn centibel(&self, direction: Direction, channel: Channel) -> Option<i64> {
        let mut level = 0;
        let read = by_direction!(
            self,
            direction,
            snd_mixer_selem_get_playback_dB,
            snd_mixer_selem_get_capture_dB,
            channel.0,
            &mut level
        );
        (read >= 0).then_some(level)
    }

    /// The level that a raw volume stands for, where the card tells.
    pub fn centibel_of(&self, direction: Direction, volume: i64) -> Option<i64> {
        let mut level = 0;
        let read = by_direction!(
            self,
            direction,
            snd_mixer_selem_ask_playback_vol_dB,
            snd_mixer_selem_ask_capture_vol_dB,
            volume,
            &mut level
        );
        (read >= 0).then_some(level)
    }

    /// Sets the channel's level in hundredths of a dB.
    ///
    /// # Errors
    /// The card knows no dB for it, or is gone.
    pub fn set_centibel(&self, direction: Direction, channel: Channel, level: i64, rounding: Rounding) -> Result<()> {
        let written = by_direction!(
            self,
            direction,
            snd_mixer_selem_set_playback_dB,
            snd_mixer_selem_set_capture_dB,
            channel.0,
            level,
            rounding.code()
        );
        check("level write", written).map(drop)
    }
}
