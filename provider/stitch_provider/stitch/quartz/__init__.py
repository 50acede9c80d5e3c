"""Quartz cron expressions, as schedules of sources use them: what they mean, and when they fire.

Pure. Must never read the clock: callers pass the moment after which to begin.
"""
