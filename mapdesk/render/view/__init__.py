"""The editing view: the map composed for speed, in Web Mercator, with what the hand and its tools show."""
