"""Instances (流程实例): their state, to-dos, steps and timers in tables; the door to the engine."""
