"""Quartz cron expressions, as schedules of sources use them: their meaning, and when they fire.

Pure. Must never read the clock: callers pass the moment after which to begin.
"""
