"""Record of the whole process (全过程记录): hash chains, audit log, anchors, verification."""
