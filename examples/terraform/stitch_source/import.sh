terraform import stitch_source.shop 731906
