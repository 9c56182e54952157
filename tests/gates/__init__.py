"""Five gates, each with its rules, the test that it holds, and the faults planted to see it red."""
