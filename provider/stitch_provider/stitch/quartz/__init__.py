"""Quartz cron expressions, as schedules of sources use them: what they say, and when they fire.

Pure. Must never hold the clock: whoever asks says after which moment.
"""
