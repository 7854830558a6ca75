"""Which bin common things belong in, as a new suite knows it; a district adds and changes things as it likes.

One thing after another: its Chinese names, the usual one first, and its English name.
"""

import re

from shared.contracts.tickets.waste import Bin, LoadedWaste

RECYCLABLE = """
报纸/旧报纸=newspaper; 杂志=magazine; 书本/旧书=book; 作业本/练习册=exercise book; 打印纸/复印纸/A4纸=printing paper; 信封=envelope;
硬纸板/纸板=cardboard; 纸箱/快递箱/包装箱=carton; 鞋盒=shoe box; 蛋托=egg tray; 牛皮纸袋/纸袋=paper bag; 宣传单/传单/海报=leaflet;
日历/挂历=calendar; 利乐包/牛奶盒/饮料盒=drink carton; 纸筒/卷纸芯=paper tube; 贺卡=greeting card; 地图=map; 练习卷/试卷=test paper;
矿泉水瓶/塑料瓶/饮料瓶=plastic bottle; 可乐瓶=cola bottle; 食用油桶/油壶=cooking oil jug; 洗发水瓶=shampoo bottle; 沐浴露瓶=shower gel bottle;
洗洁精瓶=detergent bottle; 洗衣液瓶=laundry liquid bottle; 塑料桶/水桶=plastic bucket; 塑料盆/脸盆=plastic basin; 塑料凳=plastic stool;
塑料玩具=plastic toy; 积木=building blocks; 塑料衣架=plastic hanger; 保鲜盒/密封盒=food container; 奶粉罐=milk powder tin; 塑料花盆=plastic flower pot;
泡沫塑料/泡沫箱=polystyrene box; 亚克力板/有机玻璃=acrylic sheet; 塑料文件夹=plastic folder; 泡泡纸/气泡膜=bubble wrap; 水管/PVC管=plastic pipe;
塑料筐/周转箱=plastic crate; 呼啦圈=hula hoop; 乒乓球拍=table tennis bat; 塑料收纳箱=storage box; 安全帽/头盔=helmet; 行李箱/拉杆箱=suitcase;
易拉罐/啤酒罐=drink can; 罐头盒/罐头瓶=food tin; 月饼盒/饼干盒/铁盒=biscuit tin; 铝箔/锡纸=aluminium foil; 铁锅/炒锅=iron pan; 不锈钢锅=steel pot;
高压锅=pressure cooker; 菜刀=kitchen knife; 剪刀=scissors; 不锈钢勺/勺子=steel spoon; 叉子=fork; 铁钉/钉子=nail; 螺丝/螺母=screw; 铁丝=iron wire;
铜线/电线=copper wire; 钥匙=key; 锁/门锁=lock; 铁架/货架=metal shelf; 自行车/单车=bicycle; 水龙头=tap; 衣架/铁衣架=wire hanger; 钢筋=steel bar;
回形针/曲别针=paper clip; 订书机=stapler; 指甲剪/指甲刀=nail clipper; 刀片=blade; 硬币/游戏币=coin; 奖牌=medal; 铝门窗/铝合金=aluminium window frame;
玻璃瓶=glass bottle; 酒瓶/啤酒瓶/红酒瓶=wine bottle; 酱油瓶/醋瓶=sauce bottle; 玻璃杯=drinking glass; 玻璃碗=glass bowl; 碎玻璃/玻璃碴=broken glass;
窗玻璃/平板玻璃=window glass; 香水瓶=perfume bottle; 化妆品玻璃瓶=cosmetics jar; 放大镜=magnifying glass; 鱼缸=fish tank; 茶几玻璃=glass table top;
旧衣服/衣服/衣物=clothes; 裤子/牛仔裤=trousers; 毛衣=sweater; 羽绒服=down jacket; 床单=bed sheet; 被套=duvet cover; 窗帘=curtain; 毛巾/浴巾=towel;
书包/背包=school bag; 布包/帆布袋=canvas bag; 毛绒玩具/布娃娃=soft toy; 皮鞋=leather shoes; 运动鞋/球鞋=trainers; 皮带/腰带=belt; 帽子=hat; 围巾=scarf;
地毯=carpet; 桌布=tablecloth; 枕套=pillow case; 雨伞布=umbrella cloth; 手机/旧手机=mobile phone; 电脑/笔记本电脑=computer; 平板电脑=tablet; 键盘=keyboard;
鼠标=computer mouse; 电视机/电视=television; 冰箱=refrigerator; 洗衣机=washing machine; 空调=air conditioner; 电风扇/风扇=electric fan; 微波炉=microwave oven;
电饭煲/电饭锅=rice cooker; 电水壶/热水壶=electric kettle; 吹风机/电吹风=hair dryer; 电熨斗/熨斗=iron; 吸尘器=vacuum cleaner; 收音机=radio;
充电线/数据线=charging cable; 充电器=charger; 耳机=earphones; 遥控器=remote control; 路由器=router; 计算器=calculator; 照相机/相机=camera; 手表=wrist watch;
闹钟/钟表=alarm clock; 电路板=circuit board; 台灯=desk lamp; 插座/接线板/插线板=power strip; 打印机=printer; 音箱/音响=loudspeaker; 光盘/CD=compact disc;
U盘=memory stick; 硬盘=hard disk; 电动牙刷=electric toothbrush; 剃须刀=razor; 体重秤/电子秤=scales; 木箱=wooden box; 木椅/椅子=wooden chair;
木板/旧木料=board; 木积木=wooden blocks; 算盘=abacus; 木梳=wooden comb; 擀面杖=rolling pin; 足球/篮球=ball; 跳绳=skipping rope; 轮滑鞋=roller skates
"""
KITCHEN = """
剩饭/米饭=leftover rice; 剩菜/剩菜剩饭=leftovers; 面条=noodles; 馒头=steamed bun; 包子=stuffed bun; 饺子=dumpling; 面包=bread; 蛋糕=cake; 饼干=biscuit;
月饼=moon cake; 粽子=rice dumpling; 粽叶小块/米粒=rice grains; 大米/陈米=raw rice; 面粉=flour; 豆腐=tofu; 豆渣=bean dregs; 火锅底料=hotpot base;
菜叶/烂菜叶/菜帮=vegetable leaves; 白菜=cabbage; 萝卜/萝卜皮=radish; 土豆/土豆皮=potato; 西红柿/番茄=tomato; 黄瓜=cucumber; 茄子=aubergine; 辣椒=chilli;
南瓜/南瓜皮=pumpkin; 冬瓜皮=wax gourd peel; 豆角=beans; 洋葱=onion; 大蒜/蒜皮=garlic; 生姜/姜=ginger; 香菜=coriander; 蘑菇/香菇=mushroom; 木耳=wood ear;
海带=kelp; 玉米粒=sweetcorn; 玉米棒/玉米芯=corn cob; 笋壳=bamboo shoot husk; 甘蔗皮/甘蔗渣=sugar cane; 莲蓬=lotus pod; 果皮/水果皮=fruit peel;
苹果/苹果核=apple core; 梨/梨核=pear; 香蕉皮/香蕉=banana peel; 橘子皮/橙子皮/柑橘皮=orange peel; 柚子皮=pomelo peel; 西瓜皮/瓜皮=watermelon rind; 哈密瓜皮=melon rind;
葡萄/葡萄皮=grapes; 草莓=strawberry; 桃子/桃=peach; 芒果皮=mango peel; 菠萝皮=pineapple peel; 火龙果皮=dragon fruit peel; 荔枝壳=lychee shell;
龙眼壳/桂圆壳=longan shell; 石榴皮=pomegranate peel; 樱桃核=cherry stone; 枣核/红枣=jujube; 柠檬片=lemon slice; 瓜子壳/瓜子皮=melon seed shell;
花生壳=peanut shell; 开心果壳=pistachio shell; 板栗壳=chestnut shell; 蛋壳/鸡蛋壳=egg shell; 鸡蛋/臭鸡蛋=egg; 鱼骨/鱼刺=fish bone; 鱼鳞=fish scale;
鱼内脏/内脏=offal; 虾壳=shrimp shell; 蟹壳/螃蟹壳=crab shell; 小龙虾壳=crayfish shell; 鸡骨头/小骨头/鸭骨=chicken bone; 猪肉/肉=meat; 鸡肉=chicken; 腊肉=cured meat;
香肠/火腿肠=sausage; 肉皮=pork skin; 过期食品=expired food; 薯片/膨化食品=crisps; 糖果=sweets; 巧克力=chocolate; 果冻=jelly; 蜜饯=candied fruit; 果酱=jam;
蜂蜜=honey; 奶粉=milk powder; 酸奶=yogurt; 奶酪=cheese; 冰淇淋=ice cream; 茶叶/茶叶渣=tea leaves; 咖啡渣=coffee grounds; 中药渣/药渣=herb dregs;
调料/调味品=seasoning; 酱料=sauce; 豆瓣酱=bean paste; 泡菜/咸菜=pickles; 宠物饲料/狗粮/猫粮=pet food; 鱼食=fish food; 鲜花/花束=cut flowers; 落花/枯花=wilted flowers;
绿植/盆栽叶子=pot plant; 落叶/树叶=fallen leaves; 杂草/草=weeds; 年糕=rice cake; 汤圆=glutinous rice ball; 粉丝=vermicelli; 方便面=instant noodles; 八宝粥/粥=porridge
"""
HAZARDOUS = """
充电电池/可充电电池=rechargeable battery; 纽扣电池=button cell; 镍镉电池=nickel cadmium battery; 锂电池=lithium battery; 蓄电池/电瓶/铅酸电池=lead acid battery;
充电宝/移动电源=power bank; 荧光灯管/日光灯管/灯管=fluorescent tube; 节能灯=energy saving lamp; 水银灯/卤素灯=mercury lamp; 水银温度计/体温计=mercury thermometer;
水银血压计/血压计=mercury blood pressure gauge; 过期药品/过期药/药片/药物=expired medicine; 胶囊=capsule; 药水/糖浆药=liquid medicine; 药膏/软膏=ointment;
感冒药/止咳药=cold medicine; 维生素片=vitamin tablet; 药品铝塑板/药板=blister pack; 碘伏/碘酒=iodine; 红药水=mercurochrome; 杀虫剂/杀虫喷雾=insecticide;
老鼠药/鼠药=rat poison; 蟑螂药=cockroach poison; 农药/农药瓶=pesticide; 除草剂=weed killer; 消毒液/84消毒液=disinfectant; 消毒水=antiseptic;
油漆/油漆桶=paint; 稀释剂/天那水=thinner; 染发剂/染发膏=hair dye; 指甲油=nail varnish; 洗甲水/卸甲水=nail varnish remover; 摩丝/发胶=hair spray;
胶片/底片/X光片=photographic film; 相纸=photographic paper; 硒鼓/墨盒=toner cartridge; 机油/废机油=engine oil; 防冻液=antifreeze; 汽油=petrol; 强酸/盐酸=acid;
烧碱/管道疏通剂=drain cleaner; 胶水/强力胶=strong glue; 打火机油=lighter fluid; 电子烟=e-cigarette; 樟脑丸=mothball; 漂白剂/漂白水=bleach;
洁厕灵/洁厕剂=toilet cleaner; 矿灯=mining lamp; 含汞血糖仪电池=glucose meter battery
"""
OTHER = """
卫生纸/厕纸=toilet paper; 餐巾纸/纸巾/面巾纸=tissue; 湿巾/湿纸巾=wet wipe; 尿不湿/尿布/纸尿裤=nappy; 卫生巾=sanitary towel; 棉签=cotton bud; 棉球/化妆棉=cotton pad;
创可贴=plaster; 口罩=face mask; 纱布/绷带=bandage; 一次性筷子/竹筷=disposable chopsticks; 一次性餐盒/外卖盒=takeaway box; 一次性纸杯/纸杯=paper cup; 吸管=drinking straw;
牙签=toothpick; 保鲜膜=cling film; 保鲜袋=food bag; 塑料袋/污染塑料袋=plastic bag; 零食包装袋/包装袋=snack wrapper; 奶茶杯=milk tea cup; 烟头/烟蒂=cigarette end; 烟盒=cigarette packet;
烟灰/灰土=ash; 打火机=lighter; 火柴=match; 蜡烛=candle; 鞭炮/爆竹屑=firecracker; 陶瓷碗/碎碗/碗=china bowl; 陶瓷盘/盘子=plate; 花瓶/陶瓷花瓶=vase; 砂锅=clay pot;
瓷砖=tile; 砖头=brick; 水泥块=concrete; 石膏=plaster of Paris; 沙土/泥土/渣土=soil; 花盆/陶土花盆=clay flower pot; 头发=hair; 指甲=finger nails; 灰尘=dust; 猫砂=cat litter;
宠物粪便/狗屎=pet droppings; 鸟笼垫料=bird cage litter; 大骨头/猪骨/牛骨=large bone; 贝壳/蛤蜊壳=sea shell; 扇贝壳/牡蛎壳=oyster shell; 椰子壳=coconut shell; 榴莲壳=durian shell;
核桃壳=walnut shell; 桃核/果核=fruit stone; 粽叶=bamboo leaf; 玉米衣/玉米叶=corn husk; 粗枝/树枝=branch; 铅笔/彩笔=pencil; 圆珠笔/水笔/中性笔=ballpoint pen; 橡皮=eraser; 橡皮泥=modelling clay;
蜡笔=crayon; 颜料=watercolours; 毛笔=writing brush; 胶带/透明胶=sticky tape; 双面胶=double sided tape; 修正带=correction tape; 便利贴=sticky note; 照片=photograph;
复写纸/传真纸/小票/收银小票=till receipt; 墙纸/壁纸=wallpaper; 砂纸=sandpaper; 油纸/吸油纸=greaseproof paper; 蛋糕纸托=cake paper; 牙刷=toothbrush; 牙膏皮/牙膏=toothpaste tube; 牙线=dental floss; 梳子=comb;
海绵=sponge; 洗碗布/抹布=dishcloth; 钢丝球=wire wool; 百洁布=scouring pad; 拖把=mop; 扫把/扫帚=broom; 鸡毛掸子=feather duster; 橡胶手套/手套=rubber glove; 雨衣=raincoat; 雨鞋/胶鞋=rubber boots;
雨伞=umbrella; 拖鞋=slippers; 袜子/臭袜子=socks; 内衣/内裤=underwear; 丝袜=tights; 旧枕头/枕头=pillow; 凉席=summer mat; 坐垫=cushion; 眼镜=glasses; 隐形眼镜=contact lens; 镜子=mirror;
粉饼/眼影=make-up powder; 口红=lipstick; 面膜=face mask sheet; 香皂/肥皂=soap; 洗衣粉=washing powder; 干燥剂=desiccant; 暖宝宝/暖贴=heat pad; 冰袋=ice pack; 蚊香/电蚊香片=mosquito coil;
干电池/普通电池/五号电池/七号电池=alkaline battery; LED灯/灯泡=LED lamp; 白炽灯=incandescent bulb; 气球=balloon; 羽毛球=shuttlecock; 网球=tennis ball; 乒乓球=table tennis ball; 鱼竿=fishing rod; 麻将=mahjong tiles;
扑克牌=playing cards; 瑜伽垫=yoga mat; 创意贴纸/贴纸=sticker; 春联/对联=spring couplets; 红包/红包袋=red envelope; 银行卡/会员卡=bank card; 口香糖=chewing gum; 鱼线=fishing line; 麻绳/绳子=rope; 编织袋=woven bag; 胶合板边角=plywood scrap
"""
GROUPS = {
    Bin.RECYCLABLE: RECYCLABLE,
    Bin.KITCHEN: KITCHEN,
    Bin.HAZARDOUS: HAZARDOUS,
    Bin.OTHER: OTHER,
}


def _things(bin_: Bin, text: str) -> list[LoadedWaste]:
    found = []
    for thing in text.strip().split(";"):
        names, _, english = thing.strip().partition("=")
        usual, *others = names.split("/")
        code = re.sub("[^a-z0-9]+", "-", english.strip().lower())
        found.append(LoadedWaste(code=code, name=usual, name_en=english.strip(), bin=bin_, words=others))
    return found


FIRST_WASTE: tuple[LoadedWaste, ...] = tuple(thing for bin_, text in GROUPS.items() for thing in _things(bin_, text))
